using Modelyard.Onnx.Graphs;
using Modelyard.Preparation;

namespace Modelyard.Onnx.Exporters;

/// <summary>Lays out what features are made of timestamps.</summary>
internal static class DateExport
{
    internal static GraphValue Of(DatePartsModel model, GraphValue x) => Lay(StoredState.Of(model).Bytes("parts"), _ => TimeFences.None, x, (bits, seconds, calendar) =>
    {
        GraphValue[] parts =
        [
            seconds / DateCycle.SecondsPerDay, calendar.Year.AsNumber(), calendar.Month.AsNumber(), calendar.Day.AsNumber(), calendar.Weekday.AsNumber(), calendar.Hour.AsNumber(), calendar.Minute.AsNumber(),
        ];
        return parts.Where((_, part) => (bits >> part & 1) == 1);
    });

    internal static GraphValue Of(DateCyclesModel model, GraphValue x)
    {
        var state = StoredState.Of(model);
        double[] earliest = state.Numbers("earliest"), latest = state.Numbers("latest");
        return Lay(state.Bytes("cycles"), feature => new TimeFences(earliest[feature], latest[feature]), x, Waves);
    }

    private static IEnumerable<GraphValue> Waves(byte bits, GraphValue seconds, Calendar calendar) => calendar.Phases()
        .Index()
        .Where(phase => DateCyclesModel.Has(bits, phase.Index))
        .SelectMany(phase => Enumerable.Range(1, DateCycle.All[phase.Index].Pairs), (phase, pair) => phase.Item * (2 * Math.PI * pair))
        .SelectMany(angle => new[] { angle.Sin(), (angle + (Math.PI / 2)).Sin() })
        .Prepend(seconds / DateCycle.SecondsPerDay);

    /// <summary>Puts in the place of each feature that has bits what is made of it, or NaN where neither its fences nor a calendar hold it.</summary>
    private static GraphValue Lay(byte[] bits, Func<int, TimeFences> fences, GraphValue x, Func<byte, GraphValue, Calendar, IEnumerable<GraphValue>> make)
    {
        var blocks = new ColumnBlocks(x);
        for (int feature = 0; feature < bits.Length; feature++)
        {
            if (bits[feature] == 0)
            {
                blocks.Pass(feature);
                continue;
            }

            GraphValue seconds = x.Column(feature);
            var calendar = new Calendar(seconds, fences(feature));
            foreach (GraphValue made in make(bits[feature], seconds, calendar))
            {
                blocks.Add(x.Graph.Choose(calendar.IsKnown, made, x.Graph.Number(double.NaN)));
            }
        }

        return blocks.Join();
    }
}
