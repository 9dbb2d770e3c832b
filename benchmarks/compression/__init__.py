"""What int8, pruning, a teacher and bfloat16 cost and bring. Variants are compared by validation images.

The test accuracy is printed beside the validation accuracy.
"""
