// What Inkling wrote into this page: the network, its classes and its calibration, and the constants of engine/ink.

const PAGE = JSON.parse(document.getElementById("page").textContent);
