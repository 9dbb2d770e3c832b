from .commands import run_command as run_command
from .compress import HEAD as HEAD
from .compress import HOW_MEASURED as HOW_MEASURED
from .compress import lines as lines
from .output import OutputLost as OutputLost
from .output import complain as complain
from .output import say as say
