/* Charts beside their tables. Without scripts the table alone stands there. */
(() => {
  "use strict";
  const style = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
  const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
  for (const place of document.querySelectorAll("[data-zd-chart]")) {
    const data = JSON.parse(document.getElementById(place.dataset.zdChart).textContent);
    place.hidden = false;
    const chart = window.echarts.init(place, null, { renderer: "svg" });
    chart.setOption({
      animation: !still,
      color: [style("--zd-action"), style("--zd-ok")],
      textStyle: { fontFamily: style("--zd-sans"), color: style("--zd-text") },
      grid: { left: 44, right: 12, top: 36, bottom: 28 },
      legend: { top: 0, textStyle: { color: style("--zd-text") } },
      tooltip: { trigger: "axis", renderMode: "richText" },
      xAxis: { type: "category", data: data.months, axisLabel: { color: style("--zd-text-soft") } },
      yAxis: { type: "value", minInterval: 1, axisLabel: { color: style("--zd-text-soft") }, splitLine: { lineStyle: { color: style("--zd-line") } } },
      series: [
        { name: data.names[0], type: "bar", data: data.received, barMaxWidth: 28 },
        { name: data.names[1], type: "line", data: data.closed, symbolSize: 7, lineStyle: { width: 2.5 } },
      ],
    });
    new ResizeObserver(() => chart.resize()).observe(place);
  }
})();
