"""What holds for all tests."""

from hypothesis import HealthCheck, settings

# How fast examples are made says how busy the machine is, not whether a test is right.
settings.register_profile("busy machine", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("busy machine")
