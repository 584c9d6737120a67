(function () {
  'use strict';
  var data = JSON.parse(document.getElementById('charts').textContent);
  var dark = window.matchMedia('(prefers-color-scheme: dark)');
  var charts = [];
  // Shapes tell the series apart where colours do not.
  var shapes = {mild: 'circle', typical: 'diamond', loud: 'triangle', captured: 'rect', simulated: 'circle'};
  var hatches = [null, [0.5, 0], [-0.8, 0], [0, 0], [1.2, 0]];

  function style(name) {
    return getComputedStyle(document.documentElement).getPropertyValue(name).trim();
  }

  function duration(seconds) {
    if (seconds < 120) return Math.round(seconds) + ' s';
    if (seconds < 3600 || seconds < 10800 && seconds % 3600 !== 0) return Math.round(seconds / 60) + ' min';
    if (seconds < 172800) return Math.round(seconds / 360) / 10 + ' h';
    return Math.round(seconds / 8640) / 10 + ' d';
  }

  // Round times for a linear axis: six marks at most.
  function step(most) {
    return [10, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14400, 21600, 43200, 86400].find(function (each) {
      return most / each <= 6;
    }) || 172800;
  }

  function base(names, axis) {
    var ink = style('--ink'), soft = style('--soft'), line = style('--line');
    return {
      animation: false,
      textStyle: {fontFamily: 'system-ui, "Liberation Sans", sans-serif', color: ink},
      grid: {left: 16, right: 36, top: 34, bottom: 24, containLabel: true},
      tooltip: {confine: true, backgroundColor: style('--panel'), borderColor: line, textStyle: {color: ink, fontSize: 12}},
      legend: {top: 0, left: 0, itemGap: 14, textStyle: {color: ink}},
      xAxis: Object.assign({axisLine: {lineStyle: {color: soft}}, axisLabel: {color: soft, hideOverlap: true},
        splitLine: {lineStyle: {color: line}}, nameTextStyle: {color: soft}, nameLocation: 'middle', nameGap: 26}, axis),
      yAxis: {type: 'category', inverse: true, data: names, axisLine: {lineStyle: {color: soft}},
        axisTick: {show: false}, axisLabel: {color: ink}}
    };
  }

  function unique(values) {
    return values.filter(function (value, index) { return values.indexOf(value) === index; });
  }

  function funnel(bars) {
    var option = base(bars.map(function (bar) { return bar.name; }), {type: 'value', minInterval: 1, name: 'rules'});
    option.legend = undefined;
    option.grid.top = 6;
    option.grid.bottom = 36;
    option.series = [{type: 'bar', barMaxWidth: 22, label: {show: true, position: 'right', color: style('--ink')},
      data: bars.map(function (bar, i) {
        return {value: bar.value, itemStyle: {color: style('--l' + i), borderColor: style('--soft'), borderWidth: 1}};
      })}];
    return {option: option, rows: bars.length};
  }

  function delays(points) {
    var names = unique(points.map(function (point) { return point.technique; }));
    var kinds = ['mild', 'typical', 'loud', 'simulated', 'captured'].filter(function (kind) {
      return points.some(function (point) { return point.kind === kind; });
    });
    var option = base(names, {type: 'log', name: 'time to detect, logarithmic',
      min: function (range) { return Math.max(1, range.min / 1.5); },
      max: function (range) { return range.max * 1.5; }});
    option.xAxis.axisLabel.formatter = duration;
    option.grid.bottom = 36;
    option.tooltip.formatter = function (mark) {
      var point = mark.data.point;
      return echarts.format.encodeHTML(point.technique + ': ' + duration(point.seconds) + '\n' + point.family + ', '
        + point.kind + ', over ' + point.network).replace('\n', '<br>');
    };
    option.series = kinds.map(function (kind, i) {
      return {type: 'scatter', name: kind, symbol: shapes[kind], symbolSize: 11,
        itemStyle: {color: style(['--l3', '--l4', '--l5', '--l4', '--soft'][i]), borderColor: style('--ink'), borderWidth: 1, opacity: 0.9},
        data: points.filter(function (point) { return point.kind === kind; }).map(function (point) {
          return {value: [point.seconds, point.technique], point: point};
        })};
    });
    return {option: option, rows: names.length};
  }

  function parts(figures) {
    var names = figures.rows.map(function (row) { return row.technique + ' (' + row.count + ')'; });
    var most = Math.max.apply(null, figures.rows.map(function (row) {
      return Object.keys(figures.origins).reduce(function (sum, part) { return sum + row[part]; }, 0);
    }));
    var option = base(names, {type: 'value', name: 'mean time of the attacks found', interval: step(most)});
    option.xAxis.axisLabel.formatter = duration;
    option.grid.bottom = 36;
    option.tooltip.trigger = 'axis';
    option.tooltip.axisPointer = {type: 'shadow'};
    option.tooltip.valueFormatter = duration;
    var colours = ['--l1', '--l2', '--l3', '--l4', '--l5'];
    option.series = Object.keys(figures.origins).map(function (part, i) {
      return {type: 'bar', stack: 'time', barMaxWidth: 22, name: part + (figures.origins[part] ? ', ' + figures.origins[part] : ''),
        itemStyle: {color: style(colours[i]), borderColor: style('--page'), borderWidth: 1,
          decal: hatches[i] === null ? null : {symbol: 'rect', rotation: hatches[i][0], dashArrayX: [1, 0],
            dashArrayY: [1.5, 6 + i], color: style('--soft')}},
        data: figures.rows.map(function (row) { return row[part]; })};
    });
    return {option: option, rows: names.length};
  }

  function alerts(figures) {
    var option = base(figures.rows.map(function (row) { return row.rule; }), {type: 'value', name: 'alerts per day, the language that raised most'});
    option.grid.bottom = 36;
    option.tooltip.trigger = 'axis';
    option.tooltip.axisPointer = {type: 'shadow'};
    option.series = figures.networks.map(function (network, i) {
      return {type: 'bar', name: network, barMaxWidth: 14,
        itemStyle: {color: style(['--l2', '--l4', '--l5', '--l3'][i % 4]), borderColor: style('--soft'), borderWidth: 1},
        data: figures.rows.map(function (row) { return row[network] === undefined ? '-' : row[network]; })};
    });
    return {option: option, rows: figures.rows.length * Math.max(1, figures.networks.length) / 1.5};
  }

  function draw() {
    charts.forEach(function (chart) { chart.dispose(); });
    charts = [];
    [['funnel', funnel], ['delays', delays], ['parts', parts], ['alerts', alerts]].forEach(function (each) {
      var element = document.getElementById(each[0]);
      if (!element) return;
      if (!data[each[0]]) {
        element.classList.add('empty');
        return;
      }
      var built = each[1](data[each[0]]);
      element.style.height = Math.round(90 + built.rows * 30) + 'px';
      var chart = echarts.init(element, null, {renderer: 'svg'});
      chart.setOption(built.option);
      charts.push(chart);
    });
  }

  function open() {
    var target = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (target && target.tagName === 'DETAILS') target.open = true;
  }

  draw();
  open();
  dark.addEventListener('change', draw);
  window.addEventListener('hashchange', open);
  window.addEventListener('resize', function () { charts.forEach(function (chart) { chart.resize(); }); });
  window.addEventListener('beforeprint', function () {
    document.querySelectorAll('details').forEach(function (each) { each.open = true; });
    draw();
  });
})();
