"""Random lives of runs, each checked against fixed rules: `python -m benchmarks.run_states [--steps 100000]`."""

from benchmarks.run_states.machine import main

if __name__ == "__main__":
    main()
