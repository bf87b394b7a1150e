using Modelyard.Learning;
using Modelyard.Metrics;

namespace Modelyard.Evaluation;

/// <summary>Represents a metric that is written as an expression over <c>actual</c>, <c>predicted</c>, <c>probability</c> and <c>weight</c>.</summary>
/// <remarks>Models can be chosen, tuned and compared by it. Where rows are drawn again for an interval, their counts stand in <c>weight</c>; an expression that does not use it is computed of rows that are repeated.</remarks>
public sealed class ExpressionMetric : IMetric
{
    private readonly KeyFigure _figure;

    /// <summary>Initializes a metric.</summary>
    /// <param name="figure">What is computed.</param>
    /// <param name="task">The task whose predictions it scores.</param>
    /// <param name="higherIsBetter">Whether a higher figure is better.</param>
    public ExpressionMetric(KeyFigure figure, TaskKind task, bool higherIsBetter = true)
    {
        ArgumentNullException.ThrowIfNull(figure);
        _figure = figure;
        Task = task;
        HigherIsBetter = higherIsBetter;
        string text = figure.Expression.ToString();
        ScoresLabels = task == TaskKind.Classification && text.Contains("predicted", StringComparison.OrdinalIgnoreCase);
        UsesWeights = text.Contains("weight", StringComparison.OrdinalIgnoreCase);
    }

    /// <inheritdoc/>
    public string Name => _figure.Name;

    /// <inheritdoc/>
    public string Title => _figure.Name;

    /// <inheritdoc/>
    public TaskKind Task { get; }

    /// <inheritdoc/>
    public bool HigherIsBetter { get; }

    /// <inheritdoc/>
    public bool ScoresLabels { get; }

    private bool UsesWeights { get; }

    /// <summary>Reads a metric from text.</summary>
    /// <param name="text">As <see cref="KeyFigure.Parse"/> reads it; <c>min:</c> before it says that a lower figure is better, <c>max:</c> or nothing that a higher one is.</param>
    /// <param name="task">The task whose predictions it scores.</param>
    /// <returns>The metric.</returns>
    /// <exception cref="ModelyardException">The text is not of that form.</exception>
    public static ExpressionMetric Parse(string text, TaskKind task)
    {
        ArgumentNullException.ThrowIfNull(text);
        bool isLoss = text.TrimStart().StartsWith("min:", StringComparison.OrdinalIgnoreCase), isDirected = isLoss || text.TrimStart().StartsWith("max:", StringComparison.OrdinalIgnoreCase);
        return new ExpressionMetric(KeyFigure.Parse(isDirected ? text.TrimStart()[4..] : text), task, !isLoss);
    }

    /// <inheritdoc/>
    public double Score(Predictions predictions)
    {
        ArgumentNullException.ThrowIfNull(predictions);
        if (predictions.Task != Task)
        {
            throw new ModelyardException($"The metric '{Name}' is for {Task} and the predictions are of a {predictions.Task}.");
        }

        Frames.Frame scored = ScoredTable.Of(predictions);
        try
        {
            MissingTerms.Refuse(_figure.Expression, scored);
            double score = _figure.Of(UsesWeights || predictions.Weights.IsEmpty ? scored : scored.Take(Repeated(predictions.Weights)));

            // A number divided by nothing is no score.
            return double.IsFinite(score) ? score : double.NaN;
        }
        catch (ModelyardException fault)
        {
            throw new ModelyardException($"The metric '{Name}' cannot be computed: {fault.Message}", fault);
        }
    }

    /// <summary>Lists each row as often as its weight says, rounded.</summary>
    private static int[] Repeated(ReadOnlySpan<double> weights)
    {
        var rows = new List<int>(weights.Length);
        for (int row = 0; row < weights.Length; row++)
        {
            for (int i = 0; i < (int)Math.Round(weights[row]); i++)
            {
                rows.Add(row);
            }
        }

        return [.. rows];
    }
}
