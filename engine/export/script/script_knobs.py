"""The lines that settings of regularisation add to a script, and what the script says of them."""

from engine.settings import TrainSettings
from engine.training import BETAS, LATEST_IMAGES, MOMENTUM, weight_decay_of


def optimizer_call(settings: TrainSettings) -> str:
    """The constructor of torch's optimizer."""
    rate, decay = settings.learning_rate, weight_decay_of(settings)
    if settings.optimizer == "adamw":
        return f"AdamW(network.parameters(), lr={rate}, betas={BETAS}, weight_decay={decay})"
    options = [
        *([f"momentum={MOMENTUM}"] if settings.optimizer == "momentum" else []),
        *([f"weight_decay={decay}"] if decay else []),
    ]
    return f"SGD({', '.join(['network.parameters()', f'lr={rate}', *options])})"


def knob_words(settings: TrainSettings) -> set[str]:
    """The words in brackets of the lines that are needed."""
    words = {
        "scaled": settings.initial_scale != 1,
        "l1": bool(settings.l1),
        "clipped": bool(settings.gradient_clipping),
        "averaged": bool(settings.weight_average),
    }
    return {word for word, needed in words.items() if needed}


def knob_values(settings: TrainSettings) -> dict[str, object]:
    """What stands in these lines."""
    return {
        "scale": settings.initial_scale,
        "smoothing": f", label_smoothing={settings.label_smoothing}" if settings.label_smoothing else "",
        "l1": settings.l1,
        "objective": "(loss + penalty)" if settings.l1 else "loss",
        "longest": settings.gradient_clipping,
        "decay": settings.weight_average,
        "update_images": LATEST_IMAGES,
    }


def told_of_knobs(settings: TrainSettings) -> list[str]:
    """How the script differs from the run because of them."""
    return [
        *(["The losses that it prints are those of smoothed labels."] if settings.label_smoothing else []),
        *(
            ["Left out here: early stopping. Its run kept the weights of the epoch with the lowest validation loss."]
            if settings.early_stopping
            else []
        ),
    ]
