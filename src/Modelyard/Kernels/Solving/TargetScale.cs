using Modelyard.Learning;

namespace Modelyard.Kernels.Solving;

/// <summary>Represents the scale on which a target is learned.</summary>
/// <param name="Centre">What becomes 0.</param>
/// <param name="Unit">What becomes 1.</param>
internal readonly record struct TargetScale(double Centre, double Unit)
{
    /// <summary>Gets the scale of the target itself.</summary>
    public static TargetScale None => new(0, 1);

    /// <summary>Takes the weighted mean and standard deviation of a target.</summary>
    public static TargetScale Of(Dataset data)
    {
        double total = 0, sum = 0, squares = 0;
        for (int row = 0; row < data.RowCount; row++)
        {
            double weight = data.HasWeights ? data.Weights[row] : 1;
            total += weight;
            sum += weight * data.Target[row];
        }

        double mean = sum / total;
        for (int row = 0; row < data.RowCount; row++)
        {
            double weight = data.HasWeights ? data.Weights[row] : 1;
            squares += weight * (data.Target[row] - mean) * (data.Target[row] - mean);
        }

        double deviation = Math.Sqrt(squares / total);
        return new TargetScale(mean, deviation > 0 ? deviation : 1);
    }

    /// <summary>Puts a number on the scale.</summary>
    public double Apply(double target) => (target - Centre) / Unit;
}
