"""Nothing of torchvision but its modules: data sets and transforms need none of its operators, nor their libraries."""

excludedimports = ["torchvision._C", "torchvision.image"]
module_collection_mode = "pyz"
