using Modelyard.Ensembles;
using Modelyard.Frames;
using Modelyard.Learning;
using Modelyard.Metrics;
using Modelyard.Pipelines;
using Modelyard.Preparation;

namespace Modelyard.Evaluation;

/// <summary>Represents what a model is worth on rows whose truth is known: scores, whether its intervals hold the truth, figures by segment, what answers cost, how groups are treated, and where it errs most.</summary>
public sealed record ModelEvaluation
{
    private static readonly KeyFigure[] UsualOfNumbers = [KeyFigure.Parse("mae = mean(abs(predicted - actual))"), KeyFigure.Parse("bias = mean(predicted - actual)")];
    private static readonly KeyFigure[] UsualOfClasses = [KeyFigure.Parse("accuracy = mean(if(predicted = actual, 1, 0))")];

    /// <summary>Gets the predictions and the truth.</summary>
    public required Predictions Predictions { get; init; }

    /// <summary>Gets the scores by every metric that is reported for such a target, with 95 % intervals; of classes without probabilities those of classes.</summary>
    public required IReadOnlyList<MetricOutcome> Scores { get; init; }

    /// <summary>Gets how often intervals or sets held the truth; null if the model gives neither, or predictions alone are evaluated.</summary>
    public CoverageCheck? Coverage { get; init; }

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

    /// <summary>Evaluates a model on rows: their predictions, and if it gives intervals or sets whether these hold the truth.</summary>
    /// <param name="model">The model.</param>
    /// <param name="rows">The rows; those whose target is missing are left out.</param>
    /// <param name="options">What is told beside the scores.</param>
    /// <param name="context">The seed, the number of threads, and cancellation.</param>
    /// <returns>The evaluation.</returns>
    /// <exception cref="ModelyardException">
    /// The model detects anomalies, the target is missing in every row or does not fit the model, a column is not there, an expression cannot be computed, costs are given for numbers,
    /// or there are fewer than two groups of enough rows.
    /// </exception>
    public static ModelEvaluation Compute(Predictor model, Frame rows, EvaluationOptions options, FitContext context)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(rows);
        ArgumentNullException.ThrowIfNull(context);
        if (model.Task == TaskKind.AnomalyDetection)
        {
            throw new ModelyardException("The model detects anomalies and predicts no target; there is nothing to evaluate it by.");
        }

        var target = TargetPlan.OfModel(model.TargetName, model.Task, model.Classes);
        int[] present = target.PresentRows(rows);
        if (present.Length == 0)
        {
            throw new ModelyardException($"The target '{target.Name}' is missing in every row; there is nothing to evaluate predictions by.");
        }

        Frame labelled = present.Length == rows.RowCount ? rows : rows.Take(present);
        Dataset data = target.Encode(labelled, new RowEncoder(model.Inputs), context.Parallelism);
        return Compute(labelled, Predictions.Of(model.Model, data, context.Parallelism, model.Threshold), model.TargetName, options, context) with
        {
            Coverage = CoverageCheck.Of(model.Model, data, context.Parallelism),
        };
    }

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
        FairnessOutcome? fairness = options.FairColumn is { } column ? new FairnessOutcome(column, Compare(rows[column], predictions, options.Positive, context)) : null;
        return new ModelEvaluation
        {
            Predictions = predictions,
            Scores = [.. metrics.Zip(Bootstrap.Intervals(metrics, predictions, context), (metric, score) => new MetricOutcome(metric, score))],
            Figures = figures,
            Cost = cost,
            Fairness = fairness,
            Slices = options.FindsSlices ? SliceSearch.Find(Frame.Of([.. rows.Columns.Where(one => one.Name != target)]), Losses(predictions), context, expected: ExpectedLosses(predictions)) : null,
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

    private static FairnessReport Compare(Column groups, Predictions predictions, string? positive, FitContext context)
    {
        int label = positive is null ? -1 : Enumerable.Range(0, predictions.Classes.Count).FirstOrDefault(i => predictions.Classes[i] == positive, -1);
        return positive is null || label >= 0
            ? FairnessReport.Compute(predictions, [.. Enumerable.Range(0, groups.Length).Select(row => groups.IsMissing(row) ? null : groups.FormatCell(row))], context, positive is null ? null : label)
            : throw new ModelyardException($"The positive answer '{positive}' is none of the classes {string.Join(", ", predictions.Classes.Select(name => $"'{name}'"))}.");
    }

    /// <summary>Computes the loss that the model itself expects; null of numbers and of classes without probabilities.</summary>
    private static double[]? ExpectedLosses(Predictions predictions)
    {
        if (predictions.Probabilities is null)
        {
            return null;
        }

        double[] losses = new double[predictions.Count];
        ProbabilityScores.ExpectedLogLosses(predictions.Probabilities, losses);
        return losses;
    }

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
