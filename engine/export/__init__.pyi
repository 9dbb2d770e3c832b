from .onnx_file import write_onnx as write_onnx
from .playable.write import write_playable as write_playable
from .reason_picture import write_reasons as write_reasons
from .run_export import FORMATS as FORMATS
from .run_export import export as export
from .run_export import export_network as export_network
from .run_export import writer_for as writer_for
from .script.whole_script import write_script as write_script
