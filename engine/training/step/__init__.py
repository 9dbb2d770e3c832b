"""What one step of training does: gradients, optimizer, schedule, threads and precision.

It knows neither epochs nor listeners, besides what is added up of them.
"""
