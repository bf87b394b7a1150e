using Modelyard.Learning;
using Modelyard.Metrics;
using Modelyard.Numerics;

namespace Modelyard.Evaluation;

/// <summary>Reads metrics from text: by name, by what answers cost, or as an expression.</summary>
public static class MetricText
{
    private const string Cost = "cost";
    private const int SampleRows = 8;

    /// <summary>Reads a metric, and computes it once of made-up predictions, so that a faulty one is refused before there is work done for it.</summary>
    /// <param name="text">
    /// A name, as in <c>roc-auc</c>; costs, as in <c>cost(Yes:No=500, No:Yes=50)</c>, read by <see cref="CostMatrix.Parse"/>, of which less is better; or a name and an expression over <c>actual</c>,
    /// <c>predicted</c>, <c>probability</c> and <c>weight</c>, as in <c>min: loss = mean(abs(actual - predicted))</c>, read by <see cref="ExpressionMetric.Parse"/>.
    /// </param>
    /// <param name="task">The task whose predictions it scores.</param>
    /// <param name="classes">The labels of the classes; empty for a regression.</param>
    /// <returns>The metric.</returns>
    /// <exception cref="ModelyardException">There is no such metric, a class is not known, the expression cannot be read or computed, or it is not one number.</exception>
    public static IMetric Parse(string text, TaskKind task, IReadOnlyList<string> classes)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(classes);
        string trimmed = text.Trim();
        if (CostsOf(trimmed) is { } costs)
        {
            return task == TaskKind.Classification
                ? CostMatrix.Parse(costs, classes).ToMetric()
                : throw new ModelyardException($"The metric '{trimmed}' is of the answers of a classification. Say what errors of a number cost by an expression, as in 'min: loss = mean(abs(actual - predicted))'.");
        }

        if (!trimmed.Contains('=', StringComparison.Ordinal))
        {
            return MetricCatalogue.Find(trimmed, task);
        }

        var metric = ExpressionMetric.Parse(trimmed, task);
        metric.Score(Sample(task, classes));
        return metric;
    }

    /// <summary>Reads several metrics; one that is given twice is read once.</summary>
    /// <param name="texts">The metrics, each as <see cref="Parse"/> reads it.</param>
    /// <param name="task">The task whose predictions they score.</param>
    /// <param name="classes">The labels of the classes; empty for a regression.</param>
    /// <returns>The metrics, in their order.</returns>
    /// <exception cref="ModelyardException">One cannot be read, or two that differ have one name.</exception>
    public static IReadOnlyList<IMetric> ParseAll(IEnumerable<string> texts, TaskKind task, IReadOnlyList<string> classes)
    {
        ArgumentNullException.ThrowIfNull(texts);
        var metrics = new List<IMetric>();
        var textOf = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (string text in texts.Select(text => text.Trim()).Distinct(StringComparer.Ordinal))
        {
            IMetric metric = Parse(text, task, classes);
            if (textOf.TryAdd(metric.Name, text))
            {
                metrics.Add(metric);
            }
            else if (text.Contains('=', StringComparison.Ordinal) || textOf[metric.Name].Contains('=', StringComparison.Ordinal))
            {
                throw new ModelyardException($"The metrics '{textOf[metric.Name]}' and '{text}' are both called '{metric.Name}', and their scores could not be told apart. Call an expression otherwise; of two costs write one as an expression.");
            }
        }

        return metrics;
    }

    private static string? CostsOf(string text)
    {
        if (!text.StartsWith(Cost, StringComparison.OrdinalIgnoreCase) || text[Cost.Length..].TrimStart() is not ['(', .. var rest])
        {
            return null;
        }

        return rest.EndsWith(')') ? rest[..^1] : throw new ModelyardException($"The metric '{text}' has no closing parenthesis; it must be like 'cost(Yes:No=500, No:Yes=50)'.");
    }

    /// <summary>Makes predictions up: every class, right and wrong answers.</summary>
    private static Predictions Sample(TaskKind task, IReadOnlyList<string> classes)
    {
        if (task == TaskKind.Regression)
        {
            double[] target = [.. Enumerable.Range(1, SampleRows).Select(row => (double)row)];
            return Predictions.OfNumbers(target, Array.ConvertAll(target, value => value + (0.25 * value * value)));
        }

        int rows = Math.Max(SampleRows, 2 * classes.Count);
        var probabilities = new Matrix(rows, classes.Count);
        int[] labels = new int[rows];
        for (int row = 0; row < rows; row++)
        {
            labels[row] = row % classes.Count;
            int likely = row < classes.Count ? labels[row] : (labels[row] + 1) % classes.Count;
            probabilities.Row(row).Fill((0.4 - (0.02 * row / rows)) / Math.Max(1, classes.Count - 1));
            probabilities[row, likely] = 0.6 + (0.02 * row / rows);
        }

        return Predictions.OfProbabilities(labels, probabilities, classes);
    }
}
