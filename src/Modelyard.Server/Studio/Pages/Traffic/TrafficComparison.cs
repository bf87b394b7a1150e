using System.Globalization;
using Modelyard.Charts;
using Modelyard.Lifecycle.Predictions;
using Modelyard.Server.Studio.Content;
using Modelyard.Server.Studio.Routing;

namespace Modelyard.Server.Studio.Pages.Traffic;

/// <summary>Sets a span of a model's traffic against another of the same length: the time directly before, the same days of the week one week or four earlier, or from a date on.</summary>
/// <param name="Name">What it is set against, as the query says it.</param>
/// <param name="Shift">How much earlier the other span is.</param>
internal sealed record TrafficComparison(string Name, TimeSpan Shift)
{
    private const int MostMissing = 6, MostClasses = 8;

    /// <summary>The spans that have names.</summary>
    public static readonly IReadOnlyList<(string Name, string Text)> Named = [("before", "the time before"), ("week", "a week earlier"), ("month", "four weeks earlier")];

    private static readonly TableColumn[] Columns = [new("figure", "Figure"), new("now", "Now", ColumnKind.Number), new("then", "Then", ColumnKind.Number), new("change", "Change", ColumnKind.Share)];

    /// <summary>Reads what a span is set against; null for nothing.</summary>
    public static TrafficComparison? Of(PageQuery query, DateTime from, DateTime until)
    {
        if (query.Text("against") is not { } name)
        {
            return null;
        }

        TimeSpan shift = name switch
        {
            "before" => until - from,
            "week" => TimeSpan.FromDays(7),
            "month" => TimeSpan.FromDays(28),
            _ when query.Moment("against") is { } begins && begins < from => from - begins,
            _ => throw PageQuery.Fault("against", $"'against' is '{name}' and must be {string.Join(", ", Named.Select(one => $"'{one.Name}'"))}, or a date before {from:yyyy-MM-dd}."),
        };
        return new TrafficComparison(name, shift);
    }

    /// <summary>Draws the same figure then and now.</summary>
    public static ChartModel Chart(IReadOnlyList<PredictionRollUp> now, IReadOnlyList<PredictionRollUp> then, DateTime[] moments, TimeSpan shift, ChartAxis x)
    {
        Dictionary<DateTime, PredictionRollUp> own = now.ToDictionary(one => one.Start), other = then.ToDictionary(one => one.Start + shift);
        return new ChartModel(
            "then", "Predictions, now and then", ChartKind.Lines, x, new ChartAxis("predictions", AxisKind.Number) { Minimum = 0 },
            [new ChartSeries("now", [.. moments.Select(moment => (double)(own.GetValueOrDefault(moment)?.Predictions ?? 0))]), new ChartSeries("then", [.. moments.Select(moment => (double)(other.GetValueOrDefault(moment)?.Predictions ?? 0))]) { IsBound = true }])
        {
            Summary = $"{NumberText.Compact(now.Sum(one => (double)one.Predictions))} now, {NumberText.Compact(then.Sum(one => (double)one.Predictions))} then.",
        };
    }

    /// <summary>Gives the latencies of then as a line beside those of now.</summary>
    public static ChartSeries Latency(IReadOnlyList<PredictionRollUp> then, DateTime[] moments, TimeSpan shift)
    {
        Dictionary<DateTime, PredictionRollUp> other = then.ToDictionary(one => one.Start + shift);
        return new ChartSeries("p95 then", [.. moments.Select(moment => other.GetValueOrDefault(moment)?.Latency.Quantile(0.95) ?? double.NaN)]) { IsBound = true };
    }

    /// <summary>Lays the figures of both spans beside each other.</summary>
    public static DataTable Table(IReadOnlyList<PredictionRollUp> nowParts, IReadOnlyList<PredictionRollUp> thenParts)
    {
        PredictionRollUp now = Sum(nowParts), then = Sum(thenParts);
        var rows = new List<IReadOnlyList<Cell>>();
        Add("predictions", now.Predictions, then.Predictions);
        Add("requests", now.Requests, then.Requests);
        foreach ((string name, double share) in new[] { ("p50 ms", 0.5), ("p95 ms", 0.95), ("p99 ms", 0.99) })
        {
            Add(name, now.Latency.Quantile(share), then.Latency.Quantile(share));
        }

        foreach (string name in Largest(one => one.Classes, MostClasses))
        {
            Add($"share of {name}", Share(now, one => one.Classes, name), Share(then, one => one.Classes, name));
        }

        if (now.Numbers.Count + then.Numbers.Count > 0)
        {
            Add("mean prediction", now.Numbers.Mean, then.Numbers.Mean);
            Add("median prediction", now.Numbers.Quantile(0.5), then.Numbers.Quantile(0.5));
        }

        foreach (string name in Largest(one => one.Missing, MostMissing))
        {
            Add($"missing {name}", Share(now, one => one.Missing, name), Share(then, one => one.Missing, name));
        }

        return new DataTable("compared", "Now and then", Columns, rows);

        void Add(string name, double own, double other) => rows.Add([new Cell(name), Number(own), Number(other), Number(other > 0 || other < 0 ? (own - other) / Math.Abs(other) : double.NaN)]);

        IEnumerable<string> Largest(Func<PredictionRollUp, IReadOnlyDictionary<string, long>> counts, int most) =>
            counts(now).Concat(counts(then)).GroupBy(one => one.Key, StringComparer.Ordinal).OrderByDescending(one => one.Sum(part => part.Value)).ThenBy(one => one.Key, StringComparer.Ordinal).Take(most).Select(one => one.Key);
    }

    /// <summary>Says which days a span is set against.</summary>
    public string Told(DateTime from, DateTime until) => string.Create(CultureInfo.InvariantCulture, $"{from - Shift:yyyy-MM-dd} to {(until - Shift).AddTicks(-1):yyyy-MM-dd}");

    private static PredictionRollUp Sum(IReadOnlyList<PredictionRollUp> parts) => parts.Count == 0 ? new PredictionRollUp(default, "") : PredictionRollUp.Merge(parts, _ => default, byVersion: false)[0];

    private static double Share(PredictionRollUp of, Func<PredictionRollUp, IReadOnlyDictionary<string, long>> counts, string name) => of.Predictions == 0 ? double.NaN : counts(of).GetValueOrDefault(name) / (double)of.Predictions;

    private static Cell Number(double value) => new(double.IsNaN(value) ? null : value);
}
