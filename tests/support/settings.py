"""Settings of trainings that take a second on a few real digits."""

from engine.settings.train_settings import TrainSettings

SIMPLE = TrainSettings(
    model="simple", epochs=3, batch_size=64, augmentation="none", outliers="none", my_digits="none", threads=1
)
SIMPLE_SGD = SIMPLE.model_copy(update={"optimizer": "sgd", "schedule": "constant"})
