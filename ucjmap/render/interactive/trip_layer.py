"""Trips and marks over the choropleth: straight lines from stop to stop, numbered stops, and what was noted of a desa."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Final

from folium.template import Template

from ucjmap.render.interactive.script_layer import ScriptLayer

#: Told apart by their numbers as well; dark enough under white digits and on every class.
TRIP_COLOURS: Final = ("#b3261e", "#1b4f9c", "#6a1b9a", "#9a4a00", "#00695c", "#ad1457", "#37474f", "#4e6b00")


@dataclass(frozen=True)
class Mark:
    """A sign at a place (degrees): one or two letters, its colour, and a text for the tooltip."""

    lon: float
    lat: float
    letters: str
    text: str
    colour: str
    is_square: bool = False


@dataclass(frozen=True)
class TripLine:
    """A line through points (lon, lat in degrees)."""

    points: Sequence[tuple[float, float]]
    colour: str


class MarkLayer(ScriptLayer):
    """Lines and marks as a further layer for ``feature_group_to_add``; texts reach the page as text, never as HTML."""

    _template = Template(
        """
        {% macro script(this, kwargs) %}
            var {{ this.get_name() }} = L.featureGroup();
            (function (layer, map, told) {
                const pane = map.getPane("ucjmap-trips") || map.createPane("ucjmap-trips");
                pane.style.zIndex = 450;
                const renderer = L.svg({ pane: "ucjmap-trips", padding: 0.3 });
                const common = { renderer, pane: "ucjmap-trips", interactive: false, opacity: 1 };
                for (const line of told.lines) {
                    const at = line.points.map(([lon, lat]) => [lat, lon]);
                    layer.addLayer(L.polyline(at, { ...common, color: "#ffffff", weight: 6 }));
                    layer.addLayer(L.polyline(at, { ...common, color: line.colour, weight: 3 }));
                }
                for (const mark of told.marks) {
                    const face = document.createElement("div"), words = document.createElement("span");
                    face.textContent = mark.letters;
                    words.textContent = mark.text;
                    Object.assign(face.style, {
                        background: mark.colour, color: "#fff", border: "2px solid #fff", width: "18px",
                        height: "18px", font: "600 11px/18px sans-serif", textAlign: "center",
                        borderRadius: mark.is_square ? "3px" : "50%",
                    });
                    const icon = L.divIcon({ html: face, className: "ucj-mark", iconSize: [22, 22] });
                    const marker = L.marker([mark.lat, mark.lon], { icon, keyboard: false, bubblingMouseEvents: true });
                    layer.addLayer(marker.bindTooltip(words));
                }
            })({{ this.get_name() }}, {{ this._parent.get_name() }}, {{ this.told|tojson }});
        {% endmacro %}
        """
    )

    def __init__(self, *, marks: Sequence[Mark] = (), lines: Sequence[TripLine] = ()) -> None:
        super().__init__(name="marks", control=False)
        self.told = {"marks": [asdict(mark) for mark in marks], "lines": [asdict(line) for line in lines]}
