using Modelyard.Charts;
using Modelyard.Drift;
using Modelyard.Learning;
using Modelyard.Linear;
using Modelyard.Metrics;
using Modelyard.Numerics;
using Modelyard.Pipelines;
using Modelyard.Preparation;
using Modelyard.Selection.Features;

namespace Modelyard.Monitoring;

/// <summary>Takes the looks at rows of encoded columns: by a classifier, by principal components, and by a kernel.</summary>
internal sealed class RowLooks
{
    private const ulong HalfDraw = 3;
    private const int MostNamed = 3;

    private readonly Dataset _both;
    private readonly int _rows;
    private readonly FitContext _context;
    private readonly TogetherLook _look;

    private RowLooks(TogetherSubject subject, string name, Dataset both, int rows, FitContext context)
    {
        _both = both;
        _rows = rows;
        _context = context;
        _look = new TogetherLook(subject, name, TogetherMethod.DomainClassifier) { ReferenceRows = rows, CurrentRows = both.RowCount - rows };
    }

    /// <summary>Looks at columns of any kind; the classifier is a boosting of trees.</summary>
    /// <param name="both">The rows of the reference, and those of now below them.</param>
    /// <param name="rows">The number of rows of the reference.</param>
    /// <param name="context">What surrounds the fits.</param>
    internal static IReadOnlyList<TogetherLook> OfColumns(Dataset both, int rows, FitContext context)
    {
        var looks = new RowLooks(TogetherSubject.Columns, "", both, rows, context);
        return [looks.Trees(), looks.Reconstruct(), looks.Discrepancy()];
    }

    /// <summary>Looks at vectors; the classifier is a logistic regression, as an embedding is made for linear ones.</summary>
    /// <param name="name">The prefix of the names of the columns; empty if they have none.</param>
    /// <param name="both">The rows of the reference, and those of now below them.</param>
    /// <param name="rows">The number of rows of the reference.</param>
    /// <param name="context">What surrounds the fits.</param>
    internal static IReadOnlyList<TogetherLook> OfEmbedding(string name, Dataset both, int rows, FitContext context)
    {
        var looks = new RowLooks(TogetherSubject.Embedding, name, both, rows, context);
        return [looks.Line(), looks.Reconstruct(), looks.Discrepancy()];
    }

    /// <summary>Computes how far an area under the ROC curve is above that of chance.</summary>
    internal static double Above(double area) => Math.Max(0, area - 0.5);

    private TogetherLook Trees()
    {
        AdversarialValidation told = AdversarialValidation.Compute(Part(0, _rows), Part(_rows, _both.RowCount - _rows), _context);
        if (told.Together is { } pair)
        {
            return Classified(told.Area, told.PValue, $"rank correlation of '{pair.First}' and '{pair.Second}' {NumberText.Fixed(pair.Train, 2)} in the reference and {NumberText.Fixed(pair.Test, 2)} now") with { Columns = [pair.First, pair.Second] };
        }

        string[] columns = [.. (told.Drifted.Count > 0 ? told.Drifted : told.Columns.Select(column => column.Name)).Take(MostNamed)];
        return Classified(told.Area, told.PValue, $"most by {string.Join(", ", columns.Select(column => $"'{column}'"))}") with { Columns = columns };
    }

    private TogetherLook Line()
    {
        var classifier = new LogisticRegression();
        int[] labels = [.. Enumerable.Range(0, _both.RowCount).Select(row => row < _rows ? 0 : 1)];
        Dataset data = Dataset.ForClassification(_both.Features, labels, ["reference", "current"], _both.Schema, "table");
        var told = DomainArea.OutOfFold(new Pipeline(PreparationPlan.For(data, classifier.Traits).Steps, classifier), data, _context);
        return Classified(told.Area, told.PValue, $"a plane between them, in {NumberText.Counted(_both.FeatureCount, "feature")}");
    }

    private TogetherLook Classified(ScoreInterval area, double chance, string evidence) =>
        _look with { Statistic = area.Value, Interval = area, PValue = chance, Effect = Above(area.Value), Evidence = evidence };

    /// <summary>Learns components from one half of the reference, and compares the errors of the other half with those of now: neither has been learned from.</summary>
    private TogetherLook Reconstruct()
    {
        int[] order = _context.ForPart(HalfDraw).Random().Permutation(_rows), learned = order[..(_rows / 2)], others = order[(_rows / 2)..];
        Dataset half = _both.Rows(learned, _context);
        var preparation = PreparedRows.Learn(half, _context);
        Matrix rows = preparation.Transform(half, _context);
        TogetherLook look = _look with { Method = TogetherMethod.Reconstruction, ReferenceRows = others.Length };
        if (rows.Columns < 2)
        {
            return look with { Evidence = "one number has nothing that goes with it" };
        }

        var components = Reconstruction.Learn(rows, _context);
        double[] then = Errors(others), now = Errors([.. Enumerable.Range(_rows, _both.RowCount - _rows)]);
        TwoSampleTest test = SampleTests.KolmogorovSmirnov(then, now);
        return look with
        {
            Statistic = test.Statistic,
            PValue = test.PValue,
            Effect = test.Statistic,
            Evidence = $"median error of {components.Components} of {rows.Columns} components {NumberText.Value(Median(then))} in the reference and {NumberText.Value(Median(now))} now",
        };

        double[] Errors(int[] chosen) => components.Errors(preparation.Transform(_both.Rows(chosen, _context), _context), _context);
    }

    /// <summary>Compares by a kernel; the preparation is learned from all rows, so that under one law it does not matter which of them is of now.</summary>
    private TogetherLook Discrepancy()
    {
        Matrix rows = PreparedRows.Learn(_both, _context).Transform(_both, _context);
        KernelTest test = KernelTests.MaximumMeanDiscrepancy(rows.RowRange(0, _rows), rows.RowRange(_rows, rows.Rows - _rows), _context);
        (string? column, double apart) = _look.Subject == TogetherSubject.Columns ? Farthest() : default;
        return _look with
        {
            Method = TogetherMethod.Discrepancy,
            Statistic = test.Statistic,
            PValue = test.Chance,
            Effect = Math.Sqrt(Math.Max(0, test.Statistic)),
            Evidence = column is null ? $"more alike within than across, by a kernel of width {NumberText.Value(test.Width)}"
                : $"more alike within than across, most by '{column}', whose means are {NumberText.Value(apart)} standard deviations apart",
            Columns = column is null ? [] : [column],
            ReferenceRows = test.FirstRows,
            CurrentRows = test.SecondRows,
        };
    }

    /// <summary>Finds the number whose means are farthest apart, in standard deviations; a kernel itself names no column. None, where that is within three standard errors.</summary>
    private (string? Column, double Apart) Farthest()
    {
        const double StandardErrors = 3;
        FeatureMoments then = _context.Aggregate(Part(0, _rows), new FeatureMoments(_both.FeatureCount)), now = _context.Aggregate(Part(_rows, _both.RowCount - _rows), new FeatureMoments(_both.FeatureCount));
        (string? Column, double Apart) farthest = default;
        foreach (int feature in Enumerable.Range(0, _both.FeatureCount).Where(feature => !_both.Schema[feature].IsCategorical))
        {
            double first = then.Weight(feature), second = now.Weight(feature);
            double deviation = Math.Sqrt(((first * Square(then.StandardDeviation(feature))) + (second * Square(now.StandardDeviation(feature)))) / (first + second));
            double apart = Math.Abs(now.Mean(feature) - then.Mean(feature)) / deviation;
            if (apart > farthest.Apart && apart > StandardErrors * Math.Sqrt((1 / first) + (1 / second)))
            {
                farthest = (_both.Schema[feature].Name, apart);
            }
        }

        return farthest;

        static double Square(double value) => value * value;
    }

    private Dataset Part(int first, int count) => Dataset.WithoutTarget(_both.Features.RowRange(first, count), _both.Schema);

    private static double Median(double[] values) => UnsortedQuantile.Of([.. values], 0.5);
}
