using Modelyard.Charts;
using Modelyard.Lifecycle.Predictions;
using Modelyard.Server.Studio.Content;
using Modelyard.Server.Studio.Routing;

namespace Modelyard.Server.Studio.Pages.Traffic;

/// <summary>Reads what a model was asked and how it answered, from the roll-ups of its log.</summary>
internal static class TrafficReader
{
    private const int UsualDays = 30, MostDays = 800, MostVersions = 8, MostClasses = 8, MostMissing = 6;

    // Up to a week is shown hour by hour.
    private const int MostHourlyDays = 7;

    private static readonly TableColumn[] VersionColumns =
    [
        new("version", "Version"), new("predictions", "Predictions", ColumnKind.Count), new("requests", "Requests", ColumnKind.Count), new("p50", "p50 ms", ColumnKind.Number), new("p95", "p95 ms", ColumnKind.Number),
        new("p99", "p99 ms", ColumnKind.Number), new("first", "First", ColumnKind.Time), new("last", "Last", ColumnKind.Time),
    ];

    public static TrafficPage Read(StudioYard yard, PageRequest request)
    {
        string name = yard.Yard.Models.Show(request.Route("name")).Name;
        DateTime until = request.Query.Moment("until") ?? request.Now.Date.AddDays(1), from = request.Query.Moment("from") ?? until.AddDays(-UsualDays);
        if (from >= until || until - from > TimeSpan.FromDays(MostDays))
        {
            throw PageQuery.Fault("from", $"The span from {CellText.Moment(from)} to {CellText.Moment(until)} must be longer than nothing and at most {MostDays} days.");
        }

        var against = TrafficComparison.Of(request.Query, from, until);
        LogRollUps kept = Rolled(yard, name, from, until);
        bool isHourly = until - from <= TimeSpan.FromDays(MostHourlyDays);
        Func<DateTime, DateTime> span = isHourly ? hour => hour : hour => hour.Date;
        IReadOnlyList<PredictionRollUp> versions = PredictionRollUp.Merge(kept.Predictions, _ => from);
        List<PredictionRollUp> all = Whole(PredictionRollUp.Merge(kept.Predictions, span, byVersion: false), isHourly);
        DateTime[] moments = [.. all.Select(one => one.Start)];
        var x = new ChartAxis(isHourly ? "hour" : "day", AxisKind.Time) { Positions = [.. moments.Select(Position)] };
        DateTime[] days = all.Count > 0 ? [] : Logged(yard, name);
        var page = new TrafficPage(
            name,
            from,
            until,
            Facts(kept, all),
            all.Count == 0 ? null : Volume(PredictionRollUp.Merge(kept.Predictions, span), versions, moments, x),
            Latency(all, x),
            all.Any(one => one.Classes.Count > 0) ? Shares(all, x) : all.Any(one => one.Numbers.Count > 0) ? Numbers(all, x) : null,
            Labels(kept, span, isHourly),
            Missing(all, x),
            new DataTable("versions", "Versions", VersionColumns, [.. versions.Select(version => Row(version, kept))]))
        {
            LoggedFrom = days is [var first, _] ? first : null,
            LoggedUntil = days is [_, var end] ? end : null,
        };
        return against is null ? page : Against(page, against, all, PredictionRollUp.Merge(Rolled(yard, name, from - against.Shift, until - against.Shift).Predictions, span, byVersion: false), moments, isHourly);
    }

    /// <summary>Puts hours or days without predictions between those that have some, so that lines have gaps there.</summary>
    private static List<PredictionRollUp> Whole(IReadOnlyList<PredictionRollUp> parts, bool isHourly)
    {
        TimeSpan step = isHourly ? TimeSpan.FromHours(1) : TimeSpan.FromDays(1);
        var whole = new List<PredictionRollUp>();
        foreach (PredictionRollUp part in parts)
        {
            while (whole.Count > 0 && whole[^1].Start + step < part.Start)
            {
                whole.Add(new PredictionRollUp(whole[^1].Start + step, ""));
            }

            whole.Add(part);
        }

        return whole;
    }

    /// <summary>Finds the days of the log: the last of those that are usually shown, and the end of them all; none if there is no log.</summary>
    private static DateTime[] Logged(StudioYard yard, string name)
    {
        if (!yard.Yard.Predictions.Contains(name))
        {
            return [];
        }

        using PredictionLog log = yard.Yard.Predictions.Open(name);
        if (log.Days is not ({ } first, { } last))
        {
            return [];
        }

        (DateTime begin, DateTime end) = (first.ToDateTime(TimeOnly.MinValue, DateTimeKind.Utc), last.AddDays(1).ToDateTime(TimeOnly.MinValue, DateTimeKind.Utc));
        return [end.AddDays(-UsualDays) > begin ? end.AddDays(-UsualDays) : begin, end];
    }

    private static TrafficPage Against(TrafficPage page, TrafficComparison against, IReadOnlyList<PredictionRollUp> now, IReadOnlyList<PredictionRollUp> then, DateTime[] moments, bool isHourly)
    {
        // Hours and days of either span are shown.
        DateTime[] either = [.. moments.Union(then.Select(one => one.Start + against.Shift)).Order()];
        var x = new ChartAxis(isHourly ? "hour" : "day", AxisKind.Time) { Positions = [.. either.Select(Position)] };
        return page with
        {
            Against = against.Name,
            AgainstDays = against.Told(page.From, page.Until),
            Compared = TrafficComparison.Table(now, then),
            Then = TrafficComparison.Chart(now, then, either, against.Shift, x),
            Latency = page.Latency is { } latency && then.Any(one => one.Latency.Count > 0) ? latency with { Series = [.. latency.Series, TrafficComparison.Latency(then, moments, against.Shift)] } : page.Latency,
        };
    }

    private static LogRollUps Rolled(StudioYard yard, string name, DateTime from, DateTime until)
    {
        if (!yard.Yard.Predictions.Contains(name))
        {
            return new LogRollUps([], [], IsExact: true);
        }

        using PredictionLog log = yard.Yard.Predictions.Open(name);
        return log.RollUps(from, until);
    }

    private static double Position(DateTime moment) => (moment - DateTime.UnixEpoch).TotalMilliseconds;

    private static IReadOnlyList<Fact> Facts(LogRollUps kept, List<PredictionRollUp> all)
    {
        if (all.Count == 0)
        {
            return [];
        }

        PredictionRollUp sum = PredictionRollUp.Merge(all, _ => default)[0];
        long labels = kept.Labels.Sum(hour => hour.Value);
        return
        [
            new Fact("predictions", new Cell(sum.Predictions), ColumnKind.Count, sum.Estimated > sum.Predictions * 1.001 ? $"a sample of about {NumberText.Compact(sum.Estimated)}" : kept.IsExact ? null : "what was sent again counts again until its day is put together"),
            new Fact("requests", new Cell(sum.Requests), ColumnKind.Count),
            new Fact("p50", new Cell(sum.Latency.Count == 0 ? null : sum.Latency.Quantile(0.5)), ColumnKind.Number, "ms"),
            new Fact("p99", new Cell(sum.Latency.Count == 0 ? null : sum.Latency.Quantile(0.99)), ColumnKind.Number, "ms"),
            new Fact("labels", new Cell(labels), ColumnKind.Count, "that came"),
        ];
    }

    private static ChartModel Volume(IReadOnlyList<PredictionRollUp> parts, IReadOnlyList<PredictionRollUp> versions, DateTime[] moments, ChartAxis x)
    {
        Dictionary<(DateTime, string), long> counts = parts.ToDictionary(part => (part.Start, part.Version), part => part.Predictions);
        string[] shown = [.. versions.OrderByDescending(version => version.Predictions).Take(MostVersions).Select(version => version.Version)];
        return new ChartModel(
            "volume", "Predictions", ChartKind.Bars, x, new ChartAxis("predictions", AxisKind.Number) { Minimum = 0 },
            [.. shown.Select(version => new ChartSeries($"version {version}", [.. moments.Select(moment => (double)counts.GetValueOrDefault((moment, version)))]))])
        {
            Summary = $"{NumberText.Compact(versions.Sum(version => (double)version.Predictions))} predictions by {NumberText.Counted(versions.Count, "version")}{(versions.Count > MostVersions ? $", of which the {MostVersions} that answered most are shown" : "")}.",
        };
    }

    private static ChartModel? Latency(IReadOnlyList<PredictionRollUp> all, ChartAxis x)
    {
        if (all.All(one => one.Latency.Count == 0))
        {
            return null;
        }

        PredictionRollUp slowest = all.Where(one => one.Latency.Count > 0).MaxBy(one => one.Latency.Quantile(0.95))!;
        return new ChartModel(
            "latency", "Latency", ChartKind.Lines, x, new ChartAxis("milliseconds", AxisKind.Number) { Minimum = 0 },
            [.. new[] { ("p50", 0.5), ("p95", 0.95), ("p99", 0.99) }.Select(quantile => new ChartSeries(quantile.Item1, [.. all.Select(one => one.Latency.Quantile(quantile.Item2))]))])
        {
            Summary = $"95 of 100 requests were answered within {NumberText.Value(slowest.Latency.Quantile(0.95))} ms where it took longest.",
        };
    }

    private static ChartModel Shares(IReadOnlyList<PredictionRollUp> all, ChartAxis x)
    {
        string[] classes = [.. all.SelectMany(one => one.Classes).GroupBy(one => one.Key, StringComparer.Ordinal).OrderByDescending(one => one.Sum(part => part.Value)).Take(MostClasses).Select(one => one.Key)];
        return new ChartModel(
            "answers", "Answers", ChartKind.Lines, x, new ChartAxis("share of predictions", AxisKind.Share) { Minimum = 0 },
            [
                .. classes.Select(name => new ChartSeries(name, [.. all.Select(one => one.Predictions == 0 ? double.NaN : one.Classes.GetValueOrDefault(name) / (double)one.Predictions)])),
                .. classes.Where(name => all.Any(one => one.Probabilities.ContainsKey(name))).Take(1).Select(name => new ChartSeries($"mean probability of {name}", [.. all.Select(one => one.Probabilities.GetValueOrDefault(name, double.NaN) / one.Predictions)]) { IsBound = true }),
            ])
        {
            Summary = $"How often each class was answered; the dashed line is the mean probability of {classes[0]}. {classes[0]} was answered to {NumberText.Percent(all.Sum(one => one.Classes.GetValueOrDefault(classes[0])) / (double)all.Sum(one => one.Predictions))} of all.",
        };
    }

    private static ChartModel Numbers(IReadOnlyList<PredictionRollUp> all, ChartAxis x) => new(
        "answers", "Answers", ChartKind.Lines, x, new ChartAxis("prediction", AxisKind.Number),
        [
            new ChartSeries("median", [.. all.Select(one => one.Numbers.Quantile(0.5))]) { Low = [.. all.Select(one => one.Numbers.Quantile(0.05))], High = [.. all.Select(one => one.Numbers.Quantile(0.95))] },
            new ChartSeries("mean", [.. all.Select(one => one.Numbers.Mean)]) { IsBound = true },
        ])
    {
        Summary = "The median prediction in a band that nine of ten lie in; the dashed line is the mean.",
    };

    private static ChartModel? Labels(LogRollUps kept, Func<DateTime, DateTime> span, bool isHourly)
    {
        (DateTime Start, long Count)[] came = [.. kept.Labels.GroupBy(hour => span(hour.Key)).Select(group => (group.Key, group.Sum(hour => hour.Value)))];
        return came.Length == 0 ? null : new ChartModel(
            "labels", "Labels that came", ChartKind.Bars, new ChartAxis(isHourly ? "hour" : "day", AxisKind.Time) { Positions = [.. came.Select(one => Position(one.Start))] }, new ChartAxis("labels", AxisKind.Number) { Minimum = 0 },
            [new ChartSeries("labels", [.. came.Select(one => (double)one.Count)])])
        {
            Summary = $"{NumberText.Compact(came.Sum(one => (double)one.Count))} labels came.",
        };
    }

    private static ChartModel? Missing(IReadOnlyList<PredictionRollUp> all, ChartAxis x)
    {
        string[] names = [.. all.SelectMany(one => one.Missing).GroupBy(one => one.Key, StringComparer.Ordinal).OrderByDescending(one => one.Sum(part => part.Value)).Take(MostMissing).Select(one => one.Key)];
        return names.Length == 0 ? null : new ChartModel(
            "missing", "Missing cells", ChartKind.Lines, x, new ChartAxis("share of rows", AxisKind.Share) { Minimum = 0 },
            [.. names.Select(name => new ChartSeries(name, [.. all.Select(one => one.Predictions == 0 ? double.NaN : one.Missing.GetValueOrDefault(name) / (double)one.Predictions)]))])
        {
            Summary = $"Most are missing of {names[0]}.",
        };
    }

    private static IReadOnlyList<Cell> Row(PredictionRollUp version, LogRollUps kept)
    {
        PredictionRollUp[] own = [.. kept.Predictions.Where(hour => hour.Version == version.Version)];
        return
        [
            new Cell(version.Version), new Cell(version.Predictions), new Cell(version.Requests), Quantile(0.5), Quantile(0.95), Quantile(0.99), new Cell(own.Min(hour => hour.Start)), new Cell(own.Max(hour => hour.Start)),
        ];

        Cell Quantile(double share) => new(version.Latency.Count == 0 ? null : version.Latency.Quantile(share));
    }
}
