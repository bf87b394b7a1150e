using System.Diagnostics;
using Modelyard.Charts;
using Modelyard.Evaluation;
using Modelyard.Frames;
using Modelyard.Learning;
using Modelyard.Lifecycle.Training;
using Modelyard.Metrics;
using Modelyard.Persistence;
using Modelyard.Pipelines;
using Modelyard.Preparation;
using Modelyard.Selection;

namespace Modelyard.Lifecycle.Challengers;

/// <summary>Compares a challenger with the version in production on rows that were held out.</summary>
internal sealed class ComparisonRun(ModelVersion champion, ModelPackage production, PromotionRule rule, string? recipeMetric, FitContext context)
{
    private const int LeastSliceRows = 30;
    private const int MostSlices = 1000;
    private const int TimedRows = 200;

    /// <summary>Compares.</summary>
    /// <param name="challenger">The challenger.</param>
    /// <param name="rows">The rows that were held out.</param>
    internal ChallengerComparison Run(ModelPackage challenger, HeldOutRows rows)
    {
        Predictor own = production.Predictor, other = challenger.Predictor;
        var comparison = new ChallengerComparison
        {
            Champion = champion.Reference,
            Data = rows.Told,
            Rows = rows.Frame.RowCount,
            Target = own.TargetName,
            Task = own.Task,
            Classes = own.Classes,
            InputChanges = [.. Changes(own.Inputs, other.Inputs)],
        };
        if (own.Task != other.Task || !own.Classes.SequenceEqual(other.Classes, StringComparer.Ordinal))
        {
            return comparison with { Fault = $"The two cannot be compared: '{champion.Reference}' tells {Kind(own)} and the challenger {Kind(other)}." };
        }

        Frame table = Known(rows.Frame, own);
        string without = table.RowCount < rows.Frame.RowCount ? $"; {NumberText.Counted(rows.Frame.RowCount - table.RowCount, "row")} of other classes left out" : "";
        comparison = comparison with { Data = rows.Told + without, Rows = table.RowCount };
        if (table.RowCount < 2)
        {
            return comparison with { Fault = $"There {(table.RowCount == 1 ? "is one row" : "is no row")} to compare on that neither was learned from. Wait for labels." };
        }

        Dataset first = Encode(own, table), second = Encode(other, table);
        Metrics.Predictions before = Answers(own, first, context.Parallelism), after = Answers(other, second, context.Parallelism);
        string[] names = Names(own);
        IReadOnlyList<IMetric> metrics = MetricText.ParseAll(names, own.Task, own.Classes);
        bool isTwo = own.Classes.Count == 2;
        return comparison with
        {
            MetricTexts = names,
            Metrics = ModelComparison.Run(before, after, metrics, context, rule.Kind == PromotionKind.NoWorse ? rule.Margin : null),
            Margin = rule.Kind == PromotionKind.NoWorse ? rule.Margin : null,
            ChampionCalibration = isTwo ? ReliabilityCurve.Of(before).ExpectedCalibrationError : double.NaN,
            ChallengerCalibration = isTwo ? ReliabilityCurve.Of(after).ExpectedCalibrationError : double.NaN,
            Slices = Slices(table, first, second, own, other, metrics[0]),
            LatencyRatio = rule.MostLatency is null ? double.NaN : Latency(first, second, own, other),
        };
    }

    private static string Kind(Predictor predictor) => predictor.Task == TaskKind.Classification ? $"the classes {string.Join(", ", predictor.Classes.Take(10))}" : "numbers";

    /// <summary>Keeps the rows whose label the models know, and makes inputs and target what they are for the models.</summary>
    private static Frame Known(Frame rows, Predictor predictor)
    {
        Column target = rows[predictor.TargetName];
        HashSet<string> classes = [.. predictor.Classes];
        bool isNumber = predictor.Task == TaskKind.Regression;
        Frame known = rows.Filter(row => !target.IsMissing(row) && (isNumber || classes.Contains(target.FormatCell(row))));
        return predictor.Inputs
            .Where(input => input.IsCategorical && known.TryGetColumn(input.Name, out Column? column) && column.Kind is not (ColumnKind.Category or ColumnKind.Text))
            .Aggregate(known, (table, input) => table.With(RowGatherer.Levels(table[input.Name])));
    }

    private Dataset Encode(Predictor predictor, Frame table) =>
        TargetPlan.OfModel(predictor.TargetName, predictor.Task, predictor.Classes).Encode(table, new RowEncoder(predictor.Inputs), context.Parallelism);

    private static Metrics.Predictions Answers(Predictor predictor, Dataset data, int threads) => Metrics.Predictions.Of(predictor.Model, data, threads, predictor.Threshold);

    private string[] Names(Predictor predictor)
    {
        string first = rule.Metric ?? recipeMetric ?? MetricCatalogue.Default(predictor.Task, predictor.Classes.Count).Name;
        string[] usual = predictor.Task == TaskKind.Regression ? ["rmse", "mae", "r2"] : predictor.Classes.Count == 2 ? ["roc-auc", "log-loss", "accuracy"] : ["accuracy", "log-loss", "f1-macro"];
        return [first, .. usual.Where(name => name != first)];
    }

    private static IEnumerable<string> Changes(FeatureSchema before, FeatureSchema after)
    {
        foreach (Feature input in after.Where(input => !before.Any(known => known.Name == input.Name)))
        {
            yield return $"The challenger reads '{input.Name}', which the version in production does not.";
        }

        foreach (Feature input in before)
        {
            if (after.FirstOrDefault(known => known.Name == input.Name) is not { } same)
            {
                yield return $"The challenger does not read '{input.Name}' any more.";
            }
            else if (same.Kind != input.Kind)
            {
                yield return $"The challenger reads '{input.Name}' as {same.Kind.ToString().ToLowerInvariant()}, and the version in production as {input.Kind.ToString().ToLowerInvariant()}.";
            }
        }
    }

    private SliceComparison[] Slices(Frame table, Dataset first, Dataset second, Predictor own, Predictor other, IMetric metric)
    {
        var slices = new List<SliceComparison>();
        foreach (string name in rule.SliceColumns)
        {
            Column column = table[name];
            IGrouping<string, int>[] levels = [.. Enumerable.Range(0, table.RowCount).GroupBy(row => column.IsMissing(row) ? "missing" : column.FormatCell(row), StringComparer.Ordinal)];
            if (levels.Length > MostSlices)
            {
                throw new YardException($"The column '{name}' has '{levels.Length}' levels and is no column to slice by. Name one of fewer levels.");
            }

            foreach (IGrouping<string, int> level in levels)
            {
                int[] taken = [.. level];
                if (taken.Length >= LeastSliceRows)
                {
                    double before = metric.Score(Answers(own, first.Rows(taken), context.Parallelism)), after = metric.Score(Answers(other, second.Rows(taken), context.Parallelism));
                    slices.Add(new SliceComparison($"{name}={level.Key}", taken.Length, before, after, (metric.HigherIsBetter ? 1 : -1) * (after - before)));
                }
            }
        }

        return [.. slices.OrderBy(slice => slice.Gain)];
    }

    /// <summary>Measures the median time of one row, both by turns, so that what slows the machine down slows both.</summary>
    private static double Latency(Dataset first, Dataset second, Predictor own, Predictor other)
    {
        int count = Math.Min(TimedRows, first.RowCount);
        var before = new List<double>();
        var after = new List<double>();
        for (int i = -count / 10; i < count; i++)
        {
            int row = Math.Abs(i);
            double one = Time(own, first.Rows([row])), two = Time(other, second.Rows([row]));

            // The first ones warm up.
            if (i >= 0)
            {
                before.Add(one);
                after.Add(two);
            }
        }

        return Median(after) / Median(before);

        static double Time(Predictor predictor, Dataset row)
        {
            long start = Stopwatch.GetTimestamp();
            _ = Answers(predictor, row, 1);
            return Stopwatch.GetElapsedTime(start).TotalMicroseconds;
        }

        static double Median(List<double> times) => times.Order().ElementAt(times.Count / 2);
    }
}
