using System.Globalization;
using Modelyard.Learning;
using Modelyard.Numerics;

namespace Modelyard.Metrics;

/// <summary>Represents what each answer costs: one number for each pair of a true and a predicted class; below zero it is a benefit.</summary>
/// <remarks>Source: Elkan (2001), The Foundations of Cost-Sensitive Learning, IJCAI 17.</remarks>
public sealed class CostMatrix
{
    private readonly Matrix _costs;

    /// <summary>Initializes a matrix.</summary>
    /// <param name="classes">The labels of the classes.</param>
    /// <param name="costs">The costs, true class x predicted class.</param>
    /// <exception cref="ModelyardException">The matrix has another shape, or a cost is not finite.</exception>
    public CostMatrix(IReadOnlyList<string> classes, Matrix costs)
    {
        ArgumentNullException.ThrowIfNull(classes);
        ArgumentNullException.ThrowIfNull(costs);
        if (classes.Count < 2 || costs.Rows != classes.Count || costs.Columns != classes.Count)
        {
            throw new ModelyardException($"The costs are '{costs.Rows}' x '{costs.Columns}' and must be one for each pair of the '{classes.Count}' classes, of which there must be two or more.");
        }

        for (int actual = 0; actual < costs.Rows; actual++)
        {
            for (int predicted = 0; predicted < costs.Columns; predicted++)
            {
                if (!double.IsFinite(costs[actual, predicted]))
                {
                    throw new ModelyardException($"The cost of '{classes[actual]}' predicted as '{classes[predicted]}' is '{costs[actual, predicted]}' and must be finite.");
                }
            }
        }

        Classes = classes;
        _costs = costs.Copy();
    }

    /// <summary>Gets the labels of the classes.</summary>
    public IReadOnlyList<string> Classes { get; }

    /// <summary>Gets the probability of the second of two classes from which on predicting it costs less; null if there are more classes, or one of two answers is never the cheaper one.</summary>
    public double? Threshold
    {
        get
        {
            if (Classes.Count != 2)
            {
                return null;
            }

            double falseAlarm = _costs[0, 1] - _costs[0, 0], miss = _costs[1, 0] - _costs[1, 1];
            return falseAlarm > 0 && miss > 0 ? falseAlarm / (falseAlarm + miss) : null;
        }
    }

    /// <summary>Gets the cost of a row.</summary>
    /// <param name="actual">Its class.</param>
    /// <param name="predicted">The class that is predicted.</param>
    /// <returns>The cost; below zero, a benefit.</returns>
    public double this[int actual, int predicted] => _costs[actual, predicted];

    /// <summary>Reads costs from text.</summary>
    /// <param name="text">Pairs of a true and a predicted class and their cost, as in <c>Yes:No=100, No:Yes=5</c>; pairs that are not named cost nothing. A class whose name holds a comma stands in backticks, as in <c>`a, b`:No=5</c>, where a backtick of its own is doubled.</param>
    /// <param name="classes">The labels of the classes.</param>
    /// <returns>The matrix.</returns>
    /// <exception cref="ModelyardException">A part is not of that form, names no class, or is given twice.</exception>
    public static CostMatrix Parse(string text, IReadOnlyList<string> classes)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(classes);
        var costs = new Matrix(classes.Count, classes.Count);
        var given = new HashSet<(int Actual, int Predicted)>();
        foreach (string part in Parts(text))
        {
            int equals = part.LastIndexOf('=');
            if (equals < 0 || !double.TryParse(part[(equals + 1)..], NumberStyles.Float, CultureInfo.InvariantCulture, out double cost) || Pair(part[..equals].Trim(), classes) is not { } pair)
            {
                throw new ModelyardException($"The cost '{part}' must be TRUE:PREDICTED=NUMBER, as in '{Example(classes)}'. The classes are {string.Join(", ", classes.Take(20).Select(Written))}.");
            }

            costs[pair.Actual, pair.Predicted] = given.Add(pair)
                ? cost
                : throw new ModelyardException($"The cost of '{classes[pair.Actual]}' predicted as '{classes[pair.Predicted]}' is given twice and must be given once.");
        }

        return given.Count > 0
            ? new CostMatrix(classes, costs)
            : throw new ModelyardException($"There are no costs; give one or more, as in '{Example(classes)}'.");
    }

    /// <summary>Chooses the class whose expected cost is the least.</summary>
    /// <param name="probabilities">One probability a class.</param>
    /// <returns>The class; the first of equals.</returns>
    public int Decide(ReadOnlySpan<double> probabilities)
    {
        int best = 0;
        double least = double.PositiveInfinity;
        for (int predicted = 0; predicted < Classes.Count; predicted++)
        {
            double expected = 0;
            for (int actual = 0; actual < Classes.Count; actual++)
            {
                expected += probabilities[actual] * _costs[actual, predicted];
            }

            (best, least) = expected < least ? (predicted, expected) : (best, least);
        }

        return best;
    }

    /// <summary>Adds up the costs of counted answers.</summary>
    /// <param name="counts">The counts.</param>
    /// <returns>The total cost.</returns>
    public double Total(ConfusionMatrix counts)
    {
        ArgumentNullException.ThrowIfNull(counts);
        double total = 0;
        for (int actual = 0; actual < Classes.Count; actual++)
        {
            for (int predicted = 0; predicted < Classes.Count; predicted++)
            {
                total += counts.Counts[actual, predicted] * _costs[actual, predicted];
            }
        }

        return total;
    }

    /// <summary>Creates the metric of the mean cost of a row, by which models can be chosen, tuned and compared.</summary>
    /// <returns>The metric, named <c>cost</c>; lower is better.</returns>
    public IMetric ToMetric()
    {
        double Score(ConfusionMatrix counts) => Total(counts) / counts.Total;
        double perfect = Enumerable.Range(0, Classes.Count).Min(label => _costs[label, label]);
        return new MetricDefinition("cost", "Mean cost", TaskKind.Classification, false, predictions => weights => Score(ConfusionMatrix.Of(predictions, weights)))
        {
            OfCounts = Score,
            Perfect = Enumerable.Range(0, Classes.Count).All(label => _costs[label, label] == perfect) ? perfect : null,
        };
    }

    private static string Example(IReadOnlyList<string> classes) => $"{Written(classes[^1])}:{Written(classes[0])}=5";

    /// <summary>Writes the name of a class as <see cref="Parse"/> reads it.</summary>
    private static string Written(string label) => label.Contains(',', StringComparison.Ordinal) ? $"`{label.Replace("`", "``", StringComparison.Ordinal)}`" : label;

    /// <summary>Parts a text at its commas, but for those in backticks, which begin where a name does.</summary>
    private static IEnumerable<string> Parts(string text)
    {
        int start = 0;
        bool isQuoted = false;
        for (int i = 0; i <= text.Length; i++)
        {
            if (i == text.Length || (text[i] == ',' && !isQuoted))
            {
                if (text[start..i].Trim() is { Length: > 0 } part)
                {
                    yield return part;
                }

                start = i + 1;
            }
            else if (isQuoted && text.AsSpan(i).StartsWith("``"))
            {
                i++;
            }
            else if (text[i] == '`')
            {
                isQuoted = !isQuoted && text[start..i].TrimEnd() is "" or [.., ':'];
            }
        }
    }

    /// <summary>Parts a pair at a colon such that both sides are classes: labels may hold colons themselves.</summary>
    private static (int Actual, int Predicted)? Pair(string text, IReadOnlyList<string> classes)
    {
        for (int colon = text.IndexOf(':', StringComparison.Ordinal); colon >= 0; colon = text.IndexOf(':', colon + 1))
        {
            int actual = Find(classes, text[..colon].Trim()), predicted = Find(classes, text[(colon + 1)..].Trim());
            if (actual >= 0 && predicted >= 0)
            {
                return (actual, predicted);
            }
        }

        return null;
    }

    private static int Find(IReadOnlyList<string> classes, string label)
    {
        for (int i = 0; i < classes.Count; i++)
        {
            if (classes[i] == label || $"`{classes[i].Replace("`", "``", StringComparison.Ordinal)}`" == label)
            {
                return i;
            }
        }

        return -1;
    }
}
