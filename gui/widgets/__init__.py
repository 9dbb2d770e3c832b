"""Widgets that several features share and that know no feature.

They take and give plain values.
"""

from gui.widgets.buttons.button import Button
from gui.widgets.buttons.button_row import ButtonRow
from gui.widgets.buttons.job_row import JobRow
from gui.widgets.charts.axis import Axis, release_unused_axes
from gui.widgets.charts.curve import Curve
from gui.widgets.charts.ruled_chart import RuledChart, paint_axes, paint_legend, set_log_y
from gui.widgets.charts.scatter_plot import ScatterPlot
from gui.widgets.choice_box import ChoiceBox
from gui.widgets.fact_list import FactList, Words
from gui.widgets.file_dialog import ask_for_a_folder, ask_what_to_open, ask_where_to_save
from gui.widgets.focus_frame import paint_focus
from gui.widgets.images.digit_grid import DigitGrid
from gui.widgets.images.examined_images import ExaminedImages
from gui.widgets.images.grey_image import grey_image
from gui.widgets.images.image_strip import ImageStrip
from gui.widgets.images.ink_picture import enlarged_ink, ink_picture, magnified
from gui.widgets.images.picture_file import picture_file
from gui.widgets.images.stroke_painting import round_pen, stroke_path
from gui.widgets.keyboard import Compound, tab_through
from gui.widgets.labels import ElidedLabel, NamedLabel, SteadyLabel, WrappedLabel
from gui.widgets.notices.message_bar import MessageBar
from gui.widgets.notices.notice import Kind
from gui.widgets.notices.notices import Notices
from gui.widgets.number_box import NumberBox
from gui.widgets.setting_fields import SettingFields
from gui.widgets.tables.row_model import Index, Role, RowModel
from gui.widgets.tables.single_row_table import ENTER, SingleRowTable
from gui.widgets.tables.sorting import SortsByAnother, sorted_instead
from gui.widgets.tables.tick_delegate import TickDelegate
from gui.widgets.tooltip import tooltip
from gui.widgets.upright_scroll import UprightScroll
from gui.widgets.when_seen import WhenSeen
from gui.widgets.words.explanation import explanation
from gui.widgets.words.term_label import TermLabel
from gui.widgets.words.word_picture import SIZE as WORD_PICTURE
from gui.widgets.words.word_picture import word_picture
from gui.widgets.words.words import all_words

__all__ = [
    "ENTER",
    "WORD_PICTURE",
    "Axis",
    "Button",
    "ButtonRow",
    "ChoiceBox",
    "Compound",
    "Curve",
    "DigitGrid",
    "ElidedLabel",
    "ExaminedImages",
    "FactList",
    "ImageStrip",
    "Index",
    "JobRow",
    "Kind",
    "MessageBar",
    "NamedLabel",
    "Notices",
    "NumberBox",
    "Role",
    "RowModel",
    "RuledChart",
    "ScatterPlot",
    "SettingFields",
    "SingleRowTable",
    "SortsByAnother",
    "SteadyLabel",
    "TermLabel",
    "TickDelegate",
    "UprightScroll",
    "WhenSeen",
    "Words",
    "WrappedLabel",
    "all_words",
    "ask_for_a_folder",
    "ask_what_to_open",
    "ask_where_to_save",
    "enlarged_ink",
    "explanation",
    "grey_image",
    "ink_picture",
    "magnified",
    "paint_axes",
    "paint_focus",
    "paint_legend",
    "picture_file",
    "release_unused_axes",
    "round_pen",
    "set_log_y",
    "sorted_instead",
    "stroke_path",
    "tab_through",
    "tooltip",
    "word_picture",
]
