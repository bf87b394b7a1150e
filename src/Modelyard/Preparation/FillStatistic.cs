using System.Runtime.InteropServices;
using Modelyard.Learning;
using Modelyard.Numerics;

namespace Modelyard.Preparation;

/// <summary>Represents what stands in for missing values, gathered from parts of the data.</summary>
internal sealed class FillStatistic : IMergeable<FillStatistic>
{
    private const int MostValues = 100_000;

    private readonly FeatureSchema _schema;
    private readonly bool[] _chosen;
    private readonly ImputeStrategy[] _strategies;
    private readonly QuantileSketch?[] _sketches;
    private readonly Dictionary<double, double>?[] _counts;

    internal FillStatistic(FeatureSchema schema, bool[] chosen, ImputeStrategy[] strategies)
    {
        _schema = schema;
        _chosen = chosen;
        _strategies = strategies;
        Moments = new FeatureMoments(schema.Count);
        _sketches = [.. strategies.Select((strategy, i) => chosen[i] && strategy == ImputeStrategy.Median ? new QuantileSketch() : null)];
        _counts = [.. strategies.Select((strategy, i) => chosen[i] && strategy == ImputeStrategy.Mode ? new Dictionary<double, double>() : null)];
    }

    /// <summary>Gets the moments of all features.</summary>
    internal FeatureMoments Moments { get; }

    /// <inheritdoc/>
    public FillStatistic Empty() => new(_schema, _chosen, _strategies);

    /// <inheritdoc/>
    public void Add(DataBlock block)
    {
        Moments.Add(block);
        for (int feature = 0; feature < _schema.Count; feature++)
        {
            for (int row = 0; row < block.RowCount && (_sketches[feature] is not null || _counts[feature] is not null); row++)
            {
                double value = block.Features.Row(row)[feature], weight = block.Weight(row);
                _sketches[feature]?.Add(value, weight);
                if (_counts[feature] is { } counts && !double.IsNaN(value) && weight > 0)
                {
                    Count(feature, counts, value, weight);
                }
            }
        }
    }

    /// <inheritdoc/>
    public void Merge(FillStatistic other)
    {
        ArgumentNullException.ThrowIfNull(other);
        Moments.Merge(other.Moments);
        for (int feature = 0; feature < _schema.Count; feature++)
        {
            _sketches[feature]?.Merge(other._sketches[feature]!);
            if (_counts[feature] is { } counts)
            {
                foreach ((double value, double weight) in other._counts[feature]!)
                {
                    Count(feature, counts, value, weight);
                }
            }
        }
    }

    /// <summary>Gets what stands in for a feature.</summary>
    internal double Fill(int feature, double constant) => _strategies[feature] switch
    {
        ImputeStrategy.Mean => Moments.Mean(feature),
        ImputeStrategy.Median => _sketches[feature]!.Quantile(0.5),
        ImputeStrategy.Mode => _counts[feature]!.OrderByDescending(pair => pair.Value).ThenBy(pair => pair.Key).First().Key,
        _ => constant,
    };

    private void Count(int feature, Dictionary<double, double> counts, double value, double weight)
    {
        CollectionsMarshal.GetValueRefOrAddDefault(counts, value, out _) += weight;
        if (counts.Count > MostValues)
        {
            throw new ModelyardException(
                $"The feature '{_schema[feature].Name}' has more than '{MostValues:N0}' different values, too many to find the most frequent in a stream. Choose the strategy 'Median' or 'Mean'.");
        }
    }
}
