using Modelyard.Learning;

namespace Modelyard.Bayes;

/// <summary>Represents how often each category of each feature occurs within each class, by weight. Missing and unknown categories are left out.</summary>
internal sealed class CategoryCounts : IMergeable<CategoryCounts>
{
    private readonly int _classes;
    private readonly int[] _least;

    // For each feature, categories x classes; it grows with the greatest category that was seen.
    private readonly double[][] _counts;

    /// <summary>Initializes counts that have seen nothing.</summary>
    /// <param name="classes">The number of classes.</param>
    /// <param name="least">The number of categories that each feature has at least.</param>
    public CategoryCounts(int classes, int[] least)
    {
        _classes = classes;
        _least = least;
        Weights = new double[classes];
        _counts = Array.ConvertAll(least, categories => new double[categories * classes]);
    }

    /// <summary>Gets the weight of each class.</summary>
    public double[] Weights { get; }

    /// <summary>Gets the counts of a feature, categories x classes.</summary>
    /// <param name="feature">The feature.</param>
    /// <returns>The counts.</returns>
    public ReadOnlySpan<double> Counts(int feature) => _counts[feature];

    /// <inheritdoc/>
    public CategoryCounts Empty() => new(_classes, _least);

    /// <inheritdoc/>
    public void Add(DataBlock block)
    {
        for (int row = 0; row < block.RowCount; row++)
        {
            double weight = block.Weight(row);
            if (weight == 0)
            {
                continue;
            }

            int label = block.Labels[row];
            Weights[label] += weight;
            ReadOnlySpan<double> values = block.Features.Row(row);
            for (int feature = 0; feature < values.Length; feature++)
            {
                if (values[feature] >= 0)
                {
                    int at = ((int)values[feature] * _classes) + label;
                    Reserve(ref _counts[feature], at - label + _classes);
                    _counts[feature][at] += weight;
                }
            }
        }
    }

    /// <inheritdoc/>
    public void Merge(CategoryCounts other)
    {
        ArgumentNullException.ThrowIfNull(other);
        for (int label = 0; label < _classes; label++)
        {
            Weights[label] += other.Weights[label];
        }

        for (int feature = 0; feature < _counts.Length; feature++)
        {
            Reserve(ref _counts[feature], other._counts[feature].Length);
            for (int i = 0; i < other._counts[feature].Length; i++)
            {
                _counts[feature][i] += other._counts[feature][i];
            }
        }
    }

    private static void Reserve(ref double[] counts, int length)
    {
        if (counts.Length < length)
        {
            Array.Resize(ref counts, length);
        }
    }
}
