using Modelyard.Numerics;

namespace Modelyard.Ensembles;

/// <summary>Represents how differently the members of an ensemble err, pair by pair. Members that err alike gain nothing from each other.</summary>
/// <remarks>
/// Of a pair, a is the share of rows that both get right, b and c those that only one gets right, and d those that both get wrong.
/// Source: Kuncheva and Whitaker (2003), Measures of Diversity in Classifier Ensembles, Machine Learning 51.
/// </remarks>
public sealed class MemberDiversity
{
    private readonly double[] _accuracies;

    private MemberDiversity(double[] accuracies)
    {
        _accuracies = accuracies;
        int members = accuracies.Length;
        (QStatistic, Correlation, Disagreement, DoubleFault) = (new Matrix(members, members), new Matrix(members, members), new Matrix(members, members), new Matrix(members, members));
    }

    /// <summary>Gets the share of rows that each member gets right.</summary>
    public ReadOnlySpan<double> Accuracies => _accuracies;

    /// <summary>Gets (ad - bc) / (ad + bc), members x members: from -1, where members err on different rows, to 1, where they err on the same; NaN where both products are 0.</summary>
    public Matrix QStatistic { get; }

    /// <summary>Gets the correlation of being right, members x members; NaN where a member is always or never right.</summary>
    public Matrix Correlation { get; }

    /// <summary>Gets the share of rows b + c that one member alone gets right, members x members.</summary>
    public Matrix Disagreement { get; }

    /// <summary>Gets the share of rows d that both get wrong, members x members; on the diagonal the error of the member.</summary>
    public Matrix DoubleFault { get; }

    /// <summary>Gets the mean of a measure over all pairs of different members: NaN for a single member, and where a pair has no value.</summary>
    /// <param name="measure">One of the measures, members x members.</param>
    /// <returns>The mean.</returns>
    public static double MeanOfPairs(Matrix measure)
    {
        ArgumentNullException.ThrowIfNull(measure);
        double sum = 0;
        for (int i = 0; i < measure.Rows; i++)
        {
            for (int j = i + 1; j < measure.Columns; j++)
            {
                sum += measure[i, j];
            }
        }

        return sum / (measure.Rows * (measure.Rows - 1) / 2.0);
    }

    /// <summary>Measures classifiers.</summary>
    /// <param name="labels">The true class of each row.</param>
    /// <param name="predicted">The classes that each member predicts, one array of a class a row for each member.</param>
    /// <returns>The measures of all pairs.</returns>
    /// <exception cref="ModelyardException">There are no rows or no members, or a member predicts another number of rows.</exception>
    public static MemberDiversity Of(ReadOnlySpan<int> labels, IReadOnlyList<int[]> predicted)
    {
        ArgumentNullException.ThrowIfNull(predicted);
        int rows = labels.Length;
        if (rows == 0 || predicted.Count == 0)
        {
            throw new ModelyardException($"There are '{predicted.Count}' members and '{rows}' rows; diversity needs at least one of each.");
        }

        for (int i = 0; i < predicted.Count; i++)
        {
            if (predicted[i].Length != rows)
            {
                throw new ModelyardException($"Member '{i}' predicts '{predicted[i].Length}' rows and must predict '{rows}'.");
            }
        }

        double[] accuracies = new double[predicted.Count];
        for (int i = 0; i < accuracies.Length; i++)
        {
            accuracies[i] = Count(labels, predicted[i], predicted[i]).Both / (double)rows;
        }

        var diversity = new MemberDiversity(accuracies);
        for (int i = 0; i < accuracies.Length; i++)
        {
            for (int j = 0; j < accuracies.Length; j++)
            {
                (int both, int first, int second, int neither) = Count(labels, predicted[i], predicted[j]);
                double same = (double)both * neither, different = (double)first * second;
                double firstRight = both + first, secondRight = both + second;
                diversity.QStatistic[i, j] = (same - different) / (same + different);
                diversity.Correlation[i, j] = (same - different) / Math.Sqrt(firstRight * (rows - firstRight) * secondRight * (rows - secondRight));
                diversity.Disagreement[i, j] = (double)(first + second) / rows;
                diversity.DoubleFault[i, j] = (double)neither / rows;
            }
        }

        return diversity;
    }

    /// <summary>Computes the correlation of the errors of regressions.</summary>
    /// <param name="target">The true number of each row.</param>
    /// <param name="predicted">The numbers that each member predicts, one array of a number a row for each member.</param>
    /// <returns>The correlations, members x members; NaN where the errors of a member are all the same.</returns>
    /// <exception cref="ModelyardException">There are no rows or no members, or a member predicts another number of rows.</exception>
    public static Matrix ErrorCorrelation(ReadOnlySpan<double> target, IReadOnlyList<double[]> predicted)
    {
        ArgumentNullException.ThrowIfNull(predicted);
        if (target.Length == 0 || predicted.Count == 0)
        {
            throw new ModelyardException($"There are '{predicted.Count}' members and '{target.Length}' rows; diversity needs at least one of each.");
        }

        var errors = new double[predicted.Count][];
        for (int i = 0; i < errors.Length; i++)
        {
            errors[i] = predicted[i].Length == target.Length
                ? CenteredErrors(target, predicted[i])
                : throw new ModelyardException($"Member '{i}' predicts '{predicted[i].Length}' rows and must predict '{target.Length}'.");
        }

        var correlation = new Matrix(errors.Length, errors.Length);
        for (int i = 0; i < errors.Length; i++)
        {
            for (int j = 0; j < errors.Length; j++)
            {
                correlation[i, j] = Dot(errors[i], errors[j]) / (Math.Sqrt(Dot(errors[i], errors[i])) * Math.Sqrt(Dot(errors[j], errors[j])));
            }
        }

        return correlation;
    }

    private static (int Both, int First, int Second, int Neither) Count(ReadOnlySpan<int> labels, int[] first, int[] second)
    {
        int both = 0, onlyFirst = 0, onlySecond = 0;
        for (int row = 0; row < labels.Length; row++)
        {
            bool one = first[row] == labels[row], other = second[row] == labels[row];
            both += one && other ? 1 : 0;
            onlyFirst += one && !other ? 1 : 0;
            onlySecond += other && !one ? 1 : 0;
        }

        return (both, onlyFirst, onlySecond, labels.Length - both - onlyFirst - onlySecond);
    }

    private static double[] CenteredErrors(ReadOnlySpan<double> target, double[] predicted)
    {
        double[] errors = new double[predicted.Length];
        double sum = 0;
        for (int row = 0; row < errors.Length; row++)
        {
            sum += errors[row] = predicted[row] - target[row];
        }

        foreach (ref double error in errors.AsSpan())
        {
            error -= sum / errors.Length;
        }

        return errors;
    }

    private static double Dot(double[] left, double[] right)
    {
        double sum = 0;
        for (int i = 0; i < left.Length; i++)
        {
            sum += left[i] * right[i];
        }

        return sum;
    }
}
