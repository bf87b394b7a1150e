using Modelyard.Learning;

namespace Modelyard.Preparation;

/// <summary>Represents the quantiles of each feature, between which ranks are interpolated.</summary>
public sealed class QuantileModel : ITransformModel, IPersistent<QuantileModel>
{
    private readonly double[][] _landmarks;

    internal QuantileModel(FeatureSchema features, double[][] landmarks)
    {
        Features = features;
        _landmarks = landmarks;
    }

    /// <inheritdoc/>
    public static string TypeName => "quantiles";

    /// <inheritdoc/>
    public FeatureSchema Features { get; }

    /// <inheritdoc/>
    public FeatureSchema Outputs => Features;

    /// <inheritdoc/>
    public static QuantileModel Load(StateReader state)
    {
        ArgumentNullException.ThrowIfNull(state);
        FeatureSchema features = state.ReadFeatures("features");
        int[] counts = state.ReadInts("counts", features.Count);
        if (Array.Exists(counts, count => count is < 0 or 1) || counts.Sum(count => (long)count) > int.MaxValue)
        {
            throw new ModelFormatException("The value 'counts' of the model must hold 0 or numbers from 2 on.");
        }

        double[] all = state.ReadDoubles("landmarks", counts.Sum());
        double[][] landmarks = new double[counts.Length][];
        int start = 0;
        for (int feature = 0; feature < counts.Length; feature++)
        {
            landmarks[feature] = all.AsSpan(start, counts[feature]).ToArray();
            start += counts[feature];
            for (int i = 0; i < landmarks[feature].Length; i++)
            {
                if (!double.IsFinite(landmarks[feature][i]) || (i > 0 && landmarks[feature][i] < landmarks[feature][i - 1]))
                {
                    throw new ModelFormatException("The value 'landmarks' of the model must ascend within each feature.");
                }
            }
        }

        return new QuantileModel(features, landmarks);
    }

    /// <inheritdoc/>
    public void Save(StateWriter state)
    {
        ArgumentNullException.ThrowIfNull(state);
        state.Write("features", Features);
        state.Write("counts", _landmarks.Select(one => one.Length).ToArray().AsSpan());
        state.Write("landmarks", _landmarks.SelectMany(one => one).ToArray().AsSpan());
    }

    /// <inheritdoc/>
    public void Transform(ReadOnlySpan<double> row, Span<double> result)
    {
        RowCheck.Features(row, Features.Count);
        for (int feature = 0; feature < _landmarks.Length; feature++)
        {
            double value = row[feature];
            double[] landmarks = _landmarks[feature];
            result[feature] = landmarks.Length == 0 || double.IsNaN(value) ? value : Rank(landmarks, value);
        }
    }

    private static double Rank(double[] landmarks, double value)
    {
        int last = landmarks.Length - 1;
        if (value <= landmarks[0])
        {
            return 0;
        }

        if (value >= landmarks[last])
        {
            return 1;
        }

        int low = LowerBound(landmarks, value), high = UpperBound(landmarks, value);
        if (low < high)
        {
            return 0.5 * (low + high - 1) / last;
        }

        double share = (value - landmarks[low - 1]) / (landmarks[low] - landmarks[low - 1]);
        return (low - 1 + share) / last;
    }

    private static int LowerBound(double[] landmarks, double value)
    {
        int low = 0, high = landmarks.Length;
        while (low < high)
        {
            int middle = (low + high) >>> 1;
            if (landmarks[middle] < value)
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }

        return low;
    }

    private static int UpperBound(double[] landmarks, double value)
    {
        int low = 0, high = landmarks.Length;
        while (low < high)
        {
            int middle = (low + high) >>> 1;
            if (landmarks[middle] <= value)
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }

        return low;
    }
}
