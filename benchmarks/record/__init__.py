"""`python -m benchmarks.record`: how long declared trainings take until they read 99, 99.4 and 99.5 % of MNIST's test
images on a CPU, for everybody to run and beat.

`entries` declares what is measured, `programs` are the trainings, `stopwatch` measures one, `lines` keeps the
measurements, `tables` says what reaches a goal, `page` writes docs/record.md.
"""
