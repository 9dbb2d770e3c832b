"""Random lives of runs. After every action all rules about kept runs must hold."""
