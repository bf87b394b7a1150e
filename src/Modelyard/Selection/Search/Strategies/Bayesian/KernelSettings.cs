namespace Modelyard.Selection.Search;

/// <summary>Represents the kernel of a Gaussian process.</summary>
/// <param name="Lengths">The length of each axis.</param>
/// <param name="Signal">The variance of the function.</param>
/// <param name="Noise">The variance of the noise.</param>
/// <param name="AxisOf">The axis that each coordinate belongs to.</param>
internal sealed record KernelSettings(double[] Lengths, double Signal, double Noise, int[] AxisOf)
{
    /// <summary>Computes the covariance of the function at two points.</summary>
    internal double Covariance(ReadOnlySpan<double> left, ReadOnlySpan<double> right)
    {
        double squared = 0;
        for (int i = 0; i < left.Length; i++)
        {
            double difference = (left[i] - right[i]) / Lengths[AxisOf[i]];
            squared += difference * difference;
        }

        return Signal * GaussianProcess.Matern(squared).Value;
    }
}
