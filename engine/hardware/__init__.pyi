from .cpu import Fact as Fact
from .cpu import cpu_facts as cpu_facts
from .cpu import cpu_name as cpu_name
from .cpu import facts as facts
from .cpu import use_one_thread as use_one_thread
from .cpu import use_threads as use_threads
from .cpu import using_threads as using_threads
