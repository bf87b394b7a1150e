using Modelyard.Charts;
using Modelyard.Learning;
using Modelyard.Metrics;

namespace Modelyard.Selection;

/// <summary>Represents scores over a grid of the values of two hyperparameters, all others as they are.</summary>
/// <param name="Metric">The metric.</param>
/// <param name="First">The hyperparameter of the rows of the grid.</param>
/// <param name="FirstValues">Its values, rising if they are numbers.</param>
/// <param name="Second">The hyperparameter of the columns.</param>
/// <param name="SecondValues">Its values, rising if they are numbers.</param>
/// <param name="Points">The scores, rows x columns; the position of a point is its column.</param>
public sealed record ParameterSlice(
    IMetric Metric, Hyperparameter First, IReadOnlyList<object?> FirstValues, Hyperparameter Second, IReadOnlyList<object?> SecondValues, IReadOnlyList<IReadOnlyList<CurvePoint>> Points)
{
    /// <summary>Gets the row and the column of the best mean score on new rows.</summary>
    public (int Row, int Column) Best
    {
        get
        {
            int best = CurveSettings.Best([.. Points.SelectMany(row => row)], Metric);
            return Math.DivRem(best, SecondValues.Count);
        }
    }

    /// <summary>Fits with each pair of values on each fold and scores.</summary>
    /// <param name="estimator">The estimator, or a pipeline that ends in it.</param>
    /// <param name="first">The name of the hyperparameter of the rows, and its values; null values for some over the range that is searched by default: what cannot be fitted on these rows is left out then, which the context is warned of.</param>
    /// <param name="second">The same of the columns.</param>
    /// <param name="data">The rows.</param>
    /// <param name="folds">The folds.</param>
    /// <param name="metric">The metric.</param>
    /// <param name="context">What surrounds the fits.</param>
    /// <param name="steps">The greatest number of values of a hyperparameter whose values are null, 2 or more.</param>
    /// <returns>The slice.</returns>
    /// <exception cref="ModelyardException">There is no such hyperparameter, both are one, a value is not allowed, or a fit fails: the message says which.</exception>
    public static ParameterSlice Compute(
        IEstimator estimator,
        (string Name, IReadOnlyList<object?>? Values) first,
        (string Name, IReadOnlyList<object?>? Values) second,
        Dataset data,
        IReadOnlyList<Split> folds,
        IMetric metric,
        FitContext context,
        int steps = 6)
    {
        ArgumentNullException.ThrowIfNull(estimator);
        ArgumentNullException.ThrowIfNull(metric);
        ArgumentNullException.ThrowIfNull(context);
        CurveSettings.Check(data, folds);
        Hyperparameter rows = CurveSettings.Find(estimator, first.Name), columns = CurveSettings.Find(estimator, second.Name);
        if (rows.Name == columns.Name)
        {
            throw new ModelyardException($"Both hyperparameters are '{rows.Name}', and a slice needs two.");
        }

        object?[] rowValues = CurveSettings.Order(rows, first.Values ?? CurveValues.Spread(rows, steps)), columnValues = CurveSettings.Order(columns, second.Values ?? CurveValues.Spread(columns, steps));
        bool isAsked = first.Values is not null && second.Values is not null;
        BothScores[]?[] scores = BothScores.Run(
            [.. from row in rowValues
                from column in columnValues
                let values = new[] { KeyValuePair.Create(rows.Name, row), KeyValuePair.Create(columns.Name, column) }
                select new CurveSetting($"{rows.Name} = {Hyperparameter.Format(row)}, {columns.Name} = {Hyperparameter.Format(column)}", CurveSettings.With(estimator, values), folds, isAsked)],
            data,
            metric,
            context);
        int width = columnValues.Length;
        int[] kept = [.. Enumerable.Range(0, rowValues.Length).Where(row => scores.Skip(row * width).Take(width).Any(one => one is not null))];
        int[] across = [.. Enumerable.Range(0, width).Where(column => kept.Any(row => scores[(row * width) + column] is not null))];
        object?[] rowsKept = Array.ConvertAll(kept, row => rowValues[row]), columnsKept = Array.ConvertAll(across, column => columnValues[column]);
        double[] positions = CurveSettings.Positions(columnsKept);
        BothScores[] none = [.. folds.Select(_ => BothScores.None)];
        return new ParameterSlice(metric, rows, rowsKept, columns, columnsKept, [.. kept.Select(row => (IReadOnlyList<CurvePoint>)
            [.. across.Select((column, i) => CurveSettings.Point(positions[i], Hyperparameter.Format(columnsKept[i]), scores[(row * width) + column] ?? none))])]);
    }

    /// <summary>Creates a heat map of the mean scores on new rows: the better, the darker.</summary>
    /// <returns>The chart.</returns>
    public HeatMapChart ToHeatMap()
    {
        double[] all = [.. Points.SelectMany(row => row).Select(point => point.ValidationMean).Where(double.IsFinite)];
        double least = all.DefaultIfEmpty(0).Min(), span = Math.Max(all.DefaultIfEmpty(0).Max() - least, double.Epsilon);
        return new HeatMapChart
        {
            Title = $"{Metric.Title} by {First.Name} and {Second.Name}",
            RowAxis = First.Name,
            ColumnAxis = Second.Name,
            Rows = [.. FirstValues.Select(Hyperparameter.Format)],
            Columns = [.. SecondValues.Select(Hyperparameter.Format)],
            Values = [.. Points.Select(row => (IReadOnlyList<double>)[.. row.Select(point => point.ValidationMean)])],
            Strength = value => Metric.HigherIsBetter ? (value - least) / span : 1 - ((value - least) / span),
            ValueText = NumberText.Score,
        };
    }

    /// <summary>Creates a chart of lines of equal scores: what is dark is good.</summary>
    /// <returns>The chart.</returns>
    /// <exception cref="ModelyardException">A hyperparameter has fewer than two values, or values that are no numbers.</exception>
    public ContourChart ToContour()
    {
        object?[] rows = [.. FirstValues], columns = [.. SecondValues];
        if (rows.Length < 2 || columns.Length < 2 || !Array.TrueForAll([.. rows, .. columns], CurveSettings.IsNumber))
        {
            throw new ModelyardException("Lines of equal scores need two or more numbers on each axis; draw the heat map instead.");
        }

        (int row, int column) = Best;
        return new ContourChart
        {
            Title = $"{Metric.Title} by {First.Name} and {Second.Name}",
            XAxis = CurveSettings.AxisOf(Second, columns),
            YAxis = CurveSettings.AxisOf(First, rows),
            X = CurveSettings.Positions(columns),
            Y = CurveSettings.Positions(rows),
            Heights = [.. Points.Select(line => (IReadOnlyList<double>)[.. line.Select(point => point.ValidationMean)])],
            HighIsDark = Metric.HigherIsBetter,
            WritesLevels = true,
            Points = [new ChartPoint(CurveSettings.Number(columns[column]), CurveSettings.Number(rows[row]), $"best: {NumberText.Score(Points[row][column].ValidationMean)}")],
        };
    }
}
