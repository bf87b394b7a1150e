using Modelyard.Frames;
using Modelyard.Learning;
using Modelyard.Metrics;

namespace Modelyard.Evaluation;

/// <summary>Represents what a model is worth on rows whose truth is known: scores, figures by segment, what answers cost, how groups are treated, and where it errs most.</summary>
public sealed record ModelEvaluation
{
    private static readonly KeyFigure[] UsualOfNumbers = [KeyFigure.Parse("mae = mean(abs(predicted - actual))"), KeyFigure.Parse("bias = mean(predicted - actual)")];
    private static readonly KeyFigure[] UsualOfClasses = [KeyFigure.Parse("accuracy = mean(if(predicted = actual, 1, 0))")];

    /// <summary>Gets the predictions and the truth.</summary>
    public required Predictions Predictions { get; init; }

    /// <summary>Gets the scores by every metric that is reported for such a target, with 95 % intervals; of classes without probabilities those of classes.</summary>
    public required IReadOnlyList<MetricOutcome> Scores { get; init; }

    /// <summary>Gets the figures, by dimension if there are any; null if none were asked for.</summary>
    public Frame? Figures { get; init; }

    /// <summary>Gets what answers cost; null if no costs were given.</summary>
    public CostOutcome? Cost { get; init; }

    /// <summary>Gets how groups are treated; null if no column was given.</summary>
    public FairnessOutcome? Fairness { get; init; }

    /// <summary>Gets the rows on which the model errs most; null if they were not looked for.</summary>
    public IReadOnlyList<Slice>? Slices { get; init; }

    /// <summary>Gets what slices are sought by: the absolute error of a number, the log loss of a class, or of classes without probabilities whether they are wrong.</summary>
    public string LossName => Predictions.Task == TaskKind.Regression ? "absolute error" : Predictions.Probabilities is null ? "share wrong" : "log loss";

    /// <summary>Evaluates predictions.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="predictions">The predictions of these rows, in the same order.</param>
    /// <param name="target">The column that is predicted; slices do not look at it.</param>
    /// <param name="options">What is told beside the scores.</param>
    /// <param name="context">The seed, the number of threads, and cancellation.</param>
    /// <returns>The evaluation.</returns>
    /// <exception cref="ModelyardException">A column is not there, an expression cannot be computed, costs are given for numbers, or there are fewer than two groups of enough rows.</exception>
    public static ModelEvaluation Compute(Frame rows, Predictions predictions, string target, EvaluationOptions options, FitContext context)
    {
        ArgumentNullException.ThrowIfNull(rows);
        ArgumentNullException.ThrowIfNull(predictions);
        ArgumentNullException.ThrowIfNull(options);
        IMetric[] metrics = [.. MetricCatalogue.Reported(predictions.Task, predictions.Classes.Count)
            .Where(metric => metric.ScoresLabels || predictions.Probabilities is not null || predictions.Task == TaskKind.Regression)];

        // What can be refused is computed first: nobody waits for intervals to learn of a misspelt column.
        Frame? figures = options.Figures.Count == 0 && options.Dimensions.Count == 0 ? null : FiguresOf(ScoredTable.Of(rows, predictions), options);
        CostOutcome? cost = options.Costs is { } costs ? Price(predictions, costs) : null;
        FairnessOutcome? fairness = options.FairColumn is { } column ? new FairnessOutcome(column, Compare(rows[column], predictions, context)) : null;
        return new ModelEvaluation
        {
            Predictions = predictions,
            Scores = [.. metrics.Zip(Bootstrap.Intervals(metrics, predictions, context), (metric, score) => new MetricOutcome(metric, score))],
            Figures = figures,
            Cost = cost,
            Fairness = fairness,
            Slices = options.FindsSlices ? SliceSearch.Find(Frame.Of([.. rows.Columns.Where(one => one.Name != target)]), Losses(predictions), context) : null,
        };
    }

    private static Frame FiguresOf(Frame scored, EvaluationOptions options) => FigureTable.Compute(
        scored,
        options.Figures.Count > 0 ? options.Figures : scored["predicted"].Kind == ColumnKind.Double ? UsualOfNumbers : UsualOfClasses,
        options.Dimensions);

    private static CostOutcome Price(Predictions predictions, string text)
    {
        if (predictions.Task != TaskKind.Classification)
        {
            throw new ModelyardException("Costs are of the answers of a classification, and numbers are predicted; say what their errors cost by a figure, such as 'cost = sum(3 * abs(predicted - actual))'.");
        }

        var costs = CostMatrix.Parse(text, predictions.Classes);
        return new CostOutcome(costs, costs.ToMetric().Score(predictions), predictions.Classes.Count == 2 && predictions.Probabilities is not null ? ProfitCurve.Of(predictions, costs) : null);
    }

    private static FairnessReport Compare(Column groups, Predictions predictions, FitContext context) => FairnessReport.Compute(
        predictions,
        [.. Enumerable.Range(0, groups.Length).Select(row => groups.IsMissing(row) ? null : groups.FormatCell(row))],
        context,
        predictions.Classes.Count == 2 ? 1 : 0);

    private static double[] Losses(Predictions predictions)
    {
        double[] losses = new double[predictions.Count];
        if (predictions.Probabilities is { } probabilities)
        {
            ProbabilityScores.LogLosses(predictions.Labels, probabilities, losses);
            return losses;
        }

        for (int row = 0; row < losses.Length; row++)
        {
            losses[row] = predictions.Task == TaskKind.Regression ? Math.Abs(predictions.Predicted[row] - predictions.Target[row])
                : predictions.PredictedLabels[row] == predictions.Labels[row] ? 0 : 1;
        }

        return losses;
    }
}
