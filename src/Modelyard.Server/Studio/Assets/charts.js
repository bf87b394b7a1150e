// Draws the charts of a page from their models, with the colours of the page.
window.studioCharts = (() => {
  'use strict';
  const drawn = new Map();
  const color = name => getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();
  const series = i => color(`chart-${(i % 6) + 1}`);
  const dashes = ['solid', 'dashed', 'dotted'];
  const symbols = ['circle', 'rect', 'triangle', 'diamond', 'emptyCircle', 'emptyRect'];
  // Days are those of UTC, whatever zone the reader lives in; a moment within a day is shown in that zone, as everywhere on the page.
  const day = 864e5;
  const isDaily = axis => axis.kind === 'Time' && axis.positions.length > 0 && axis.positions.every(at => at % day === 0);
  const escaped = text => String(text).replace(/[{}|]/g, ' ');

  function write(value, kind) {
    if (value === null || value === undefined || Number.isNaN(value)) {
      return '–';
    }
    if (kind === 'Share') {
      return `${Number((value * 100).toPrecision(3))} %`;
    }
    return typeof value === 'number' ? String(Number(value.toPrecision(4))) : String(value);
  }
  function moment(at, isDay = false) {
    const two = number => String(number).padStart(2, '0');
    const time = new Date(at);
    if (isDay) {
      return time.toISOString().slice(0, 10);
    }
    const clock = time.getHours() || time.getMinutes() ? ` ${two(time.getHours())}:${two(time.getMinutes())}` : '';
    return `${time.getFullYear()}-${two(time.getMonth() + 1)}-${two(time.getDate())}${clock}`;
  }

  function axisOf(axis, isX, isScaled = isX) {
    const frame = {
      name: axis.label, nameLocation: 'middle', nameGap: isX ? 28 : 44, nameTextStyle: { color: color('muted'), fontSize: 12 },
      axisLabel: { color: color('muted'), hideOverlap: true }, axisLine: { lineStyle: { color: color('line') } }, axisTick: { show: false },
      splitLine: { show: !isX, lineStyle: { color: color('chart-grid') } },
    };
    if (axis.kind === 'Category') {
      return { ...frame, type: 'category', data: axis.categories };
    }
    if (axis.kind === 'Time') {
      frame.axisLabel.formatter = { year: '{yyyy}', month: '{yyyy}-{MM}', day: '{MM}-{dd}', hour: '{HH}:{mm}', minute: '{HH}:{mm}' };
      return { ...frame, type: 'time', minInterval: isDaily(axis) ? day : undefined };
    }
    frame.axisLabel.formatter = value => write(value, axis.kind);
    return { ...frame, type: axis.isLogarithmic ? 'log' : 'value', min: axis.minimum ?? undefined, max: axis.maximum ?? undefined, scale: isScaled };
  }

  function tip(chart, at, rows) {
    const place = chart.x.kind === 'Category' ? chart.x.categories[at] : chart.x.kind === 'Time' ? moment(chart.x.positions[at], isDaily(chart.x)) : write(chart.x.positions[at]);
    return [place, ...rows.map(one => {
      const band = one.low.length && one.low[at] !== null ? `  [${write(one.low[at], chart.y.kind)}, ${write(one.high[at], chart.y.kind)}]` : '';
      const mark = one.marked[at] ? '  !' : '';
      const note = one.notes[at] ? `\n  ${escaped(one.notes[at])}` : '';
      return `${escaped(one.name)}  ${write(one.values[at], chart.y.kind)}${band}${mark}${note}`;
    })].join('\n');
  }

  function frameOf(chart) {
    return {
      useUTC: isDaily(chart.x),
      animation: false, textStyle: { fontFamily: getComputedStyle(document.body).fontFamily, color: color('ink') }, aria: { enabled: false },
      tooltip: {
        renderMode: 'richText', confine: true, backgroundColor: color('raised'), borderColor: color('line'),
        textStyle: { color: color('ink'), fontSize: 12, fontFamily: getComputedStyle(document.body).fontFamily },
      },
    };
  }

  // A small chart shows the course alone; what is said of a window is said by the large one.
  function small(chart) {
    const option = lines(chart);
    const few = { ...chart, series: chart.series.slice(0, 4).map(one => ({ ...one, notes: [] })) };
    option.legend = undefined;
    option.grid = { left: 46, right: 8, top: 8, bottom: 22 };
    option.tooltip.formatter = found => tip(few, found[0].dataIndex, few.series);
    Object.assign(option.xAxis, { name: '', splitNumber: 2 });
    Object.assign(option.yAxis, { name: '', splitNumber: 2 });
    option.xAxis.axisLabel.fontSize = 10;
    option.yAxis.axisLabel.fontSize = 10;
    for (const one of option.series) {
      one.symbolSize = 4;
      for (const point of one.data) {
        if (point?.symbol) {
          point.symbolSize = 10;
        }
      }
    }
    return option;
  }

  // The last bar may stand for all that are not drawn, and is then the one that must not stay without a name.
  const labelled = axis => ({ ...axis, axisLabel: { ...axis.axisLabel, showMaxLabel: true } });

  function lines(chart) {
    const isNamed = chart.x.kind === 'Category';
    const point = (value, at) => isNamed ? value : [chart.x.positions[at], value];
    const of = [];
    chart.series.forEach((one, i) => {
      const stroke = one.isBound ? color('muted') : series(i);
      if (one.low.length) {
        of.push({ type: 'line', name: `${one.name} band`, stack: `band ${i}`, symbol: 'none', silent: true, lineStyle: { opacity: 0 }, data: one.low.map(point), tooltip: { show: false }, stackStrategy: 'all' });
        of.push({
          type: 'line', name: `${one.name} band`, stack: `band ${i}`, symbol: 'none', silent: true, lineStyle: { opacity: 0 }, areaStyle: { color: stroke, opacity: 0.15 },
          data: one.high.map((high, at) => point(high === null || one.low[at] === null ? null : high - one.low[at], at)), tooltip: { show: false }, stackStrategy: 'all',
        });
      }
      const type = chart.kind === 'Bars' ? 'bar' : 'line';
      of.push({
        type, name: one.name, itemStyle: { color: stroke }, barMaxWidth: 28,
        lineStyle: { color: stroke, width: one.isBound ? 1.5 : 2, type: one.isBound ? 'dashed' : dashes[Math.floor(i / 6) % 3] },
        symbol: one.isBound ? 'none' : symbols[i % 6], symbolSize: 6, showSymbol: one.values.length <= 60 || one.marked.some(Boolean), connectNulls: false,
        data: one.values.map((value, at) => {
          const data = { value: point(value, at) };
          if (one.marked[at]) {
            data.symbol = 'diamond';
            data.symbolSize = 13;
            data.itemStyle = { color: color('problem'), borderColor: color('raised'), borderWidth: 1 };
          }
          return data;
        }),
      });
    });
    const named = chart.series.length > 1;
    return {
      ...frameOf(chart),
      legend: named ? { type: 'scroll', top: 0, left: 0, textStyle: { color: color('muted') }, data: chart.series.map(one => one.name), itemWidth: 18, itemHeight: 9, pageIconColor: color('accent'), pageTextStyle: { color: color('muted') } } : undefined,
      grid: { left: 60, right: 16, top: named ? 34 : 14, bottom: 44 },
      tooltip: { ...frameOf(chart).tooltip, trigger: 'axis', formatter: found => tip(chart, found[0].dataIndex, chart.series) },
      xAxis: isNamed && chart.kind === 'Bars' ? labelled(axisOf(chart.x, true)) : axisOf(chart.x, true), yAxis: axisOf(chart.y, false, chart.kind === 'Lines'), series: of,
    };
  }

  function heat(chart) {
    const values = chart.series.flatMap(one => one.values).filter(value => value !== null);
    const top = Math.max(0.2, ...values);
    const categories = chart.x.kind === 'Time' ? chart.x.positions.map(at => moment(at, isDaily(chart.x))) : chart.x.categories;
    const longest = Math.max(...chart.series.map(one => one.name.length));
    return {
      ...frameOf(chart),
      grid: { left: Math.min(190, 24 + longest * 7), right: 16, top: 8, bottom: 82 },
      tooltip: { ...frameOf(chart).tooltip, formatter: found => tip(chart, found.data.value[0], [chart.series[found.data.row]]) },
      xAxis: { ...axisOf({ ...chart.x, kind: 'Category', categories }, true), nameGap: 26, splitLine: { show: false } },
      yAxis: { type: 'category', inverse: true, data: chart.series.map(one => one.name), axisLine: { show: false }, axisTick: { show: false }, axisLabel: { color: color('ink'), width: 166, overflow: 'truncate' } },
      visualMap: {
        min: 0, max: top, calculable: false, orient: 'horizontal', left: 'center', bottom: 0, itemHeight: 120, itemWidth: 10, textStyle: { color: color('muted') },
        text: [write(top, chart.y.kind), '0'], inRange: { color: [color('soft'), color('chart-5'), color('chart-2')] }, dimension: 2,
      },
      series: [{
        type: 'heatmap', emphasis: { itemStyle: { borderColor: color('ink'), borderWidth: 1 } }, itemStyle: { borderColor: color('raised'), borderWidth: 1 },
        // What has drifted bears a sign, so that it is seen without colours.
        label: { show: true, fontSize: 11, color: '#1b2430', fontWeight: 700, formatter: cell => chart.series[cell.data.row].marked[cell.data.value[0]] ? '!' : '' },
        data: chart.series.flatMap((one, row) => one.values.map((value, at) => ({ value: [at, row, value ?? '-'], row, ...one.faint[at] ? { visualMap: false, itemStyle: { color: color('soft') } } : {} }))),
      }],
    };
  }

  function parallel(chart) {
    const axes = chart.x.categories.map((name, dim) => ({
      dim, name, nameTextStyle: { color: color('muted') }, type: 'value', scale: true, splitNumber: 3,
      axisLabel: { color: color('muted'), fontSize: 10, formatter: value => write(value) }, axisLine: { lineStyle: { color: color('muted') } }, axisTick: { show: false },
    }));
    return {
      ...frameOf(chart),
      tooltip: { ...frameOf(chart).tooltip, formatter: found => [found.name, ...chart.x.categories.map((name, at) => `${escaped(name)}  ${write(found.value[at])}`)].join('\n') },
      legend: { type: 'scroll', bottom: 0, textStyle: { color: color('muted') }, data: chart.series.map(one => one.name) },
      parallel: { left: 40, right: 60, top: 36, bottom: 44 },
      parallelAxis: axes,
      series: chart.series.map((one, i) => ({ type: 'parallel', name: one.name, smooth: false, lineStyle: { color: series(i), width: 2, opacity: 0.9, type: dashes[Math.floor(i / 6) % 3] }, itemStyle: { color: series(i) }, data: [{ name: one.name, value: one.values.map(value => value ?? '-') }] })),
    };
  }

  const optionsOf = (chart, isSmall) => chart.kind === 'Heat' ? heat(chart) : chart.kind === 'Parallel' ? parallel(chart) : isSmall ? small(chart) : lines(chart);

  function draw(isForced = false) {
    for (const [box, known] of drawn) {
      if (!box.isConnected) {
        known.plot.dispose();
        known.watch.disconnect();
        drawn.delete(box);
      }
    }
    for (const box of document.querySelectorAll('[data-chart]')) {
      const known = drawn.get(box);
      if (known && known.text === box.dataset.chart && !isForced) {
        continue;
      }
      const chart = JSON.parse(box.dataset.chart);
      const plot = known?.plot ?? window.echarts.init(box, null, { renderer: 'svg' });
      plot.setOption(optionsOf(chart, 'small' in box.dataset), true);
      const watch = known?.watch ?? new ResizeObserver(() => plot.resize());
      if (!known) {
        watch.observe(box);
        plot.on('click', found => {
          const link = (chart.series[found.data?.row] ?? chart.series.find(one => one.name === found.seriesName))?.link;
          if (link && link.startsWith('/')) {
            location.href = link;
          }
        });
      }
      drawn.set(box, { plot, watch, text: box.dataset.chart });
    }
  }

  function save(figure, format) {
    const box = figure.querySelector('[data-chart]');
    const chart = JSON.parse(box.dataset.chart);
    const link = document.createElement('a');
    link.download = `${chart.name}.${format}`;
    if (format === 'svg') {
      link.href = URL.createObjectURL(new Blob([drawn.get(box).plot.renderToSVGString()], { type: 'image/svg+xml' }));
    } else {
      const space = document.createElement('div');
      const plot = window.echarts.init(space, null, { renderer: 'canvas', width: box.clientWidth, height: box.clientHeight, devicePixelRatio: 2 });
      plot.setOption({ ...optionsOf(chart, 'small' in box.dataset), backgroundColor: color('raised') });
      link.href = plot.getDataURL({ type: 'png', pixelRatio: 2 });
      plot.dispose();
    }
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 1000);
  }

  return { draw, save };
})();
