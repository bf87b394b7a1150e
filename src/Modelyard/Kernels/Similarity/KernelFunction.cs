using Modelyard.Learning;
using Modelyard.Numerics;

namespace Modelyard.Kernels.Similarity;

/// <summary>Represents a kernel with its parameters.</summary>
/// <param name="Kind">The formula.</param>
/// <param name="Gamma">The scale of the products or squared distances.</param>
/// <param name="Degree">The power of the polynomial.</param>
/// <param name="Offset">What the polynomial and the sigmoid add to the products.</param>
/// <param name="Own">A kernel of the user's, which takes the place of the formula.</param>
internal sealed record KernelFunction(KernelKind Kind, double Gamma, int Degree, double Offset, IKernel? Own = null)
{
    /// <summary>Gets a value indicating whether the formula starts from squared distances, not from products.</summary>
    internal bool ComparesDistances => Kind == KernelKind.Rbf && Own is null;

    /// <summary>Creates the kernel for some data.</summary>
    /// <param name="data">The data, from which gamma is taken where there is none.</param>
    /// <param name="kind">The formula.</param>
    /// <param name="gamma">The scale; none is 1 / (features x variance of all elements), or 1 / features where nothing varies.</param>
    /// <param name="degree">The power of the polynomial.</param>
    /// <param name="offset">What the polynomial and the sigmoid add to products.</param>
    /// <param name="own">A kernel of the user's, or null.</param>
    internal static KernelFunction For(Dataset data, KernelKind kind, double? gamma, int degree, double offset, IKernel? own)
    {
        bool needsGamma = own is null && kind is KernelKind.Rbf or KernelKind.Polynomial or KernelKind.Sigmoid;
        return new KernelFunction(kind, gamma ?? (needsGamma ? ScaledGamma(data) : 1), degree, offset, own);
    }

    /// <summary>Turns products, or squared distances, into similarities.</summary>
    internal void Finish(Span<double> values)
    {
        switch (Kind)
        {
            case KernelKind.Rbf:
                VectorKernels.Scale(-Gamma, values);
                VectorKernels.ExpInPlace(values);
                break;
            case KernelKind.Polynomial:
                foreach (ref double value in values)
                {
                    value = Power((Gamma * value) + Offset, Degree);
                }

                break;
            case KernelKind.Sigmoid:
                foreach (ref double value in values)
                {
                    value = Math.Tanh((Gamma * value) + Offset);
                }

                break;
        }
    }

    internal void Save(StateWriter state)
    {
        state.Write("kernel", Kind.ToString());
        state.Write("gamma", Gamma);
        state.Write("degree", Degree);
        state.Write("offset", Offset);
        if (Own is not null)
        {
            state.Write("ownKernel", Own);
        }
    }

    internal static KernelFunction Load(StateReader state)
    {
        IKernel? own = state.Contains("ownKernel") ? state.ReadPart<IKernel>("ownKernel") : null;
        var kernel = new KernelFunction(
            state.ReadEnum<KernelKind>("kernel"), state.ReadDouble("gamma"), state.ReadInt("degree", 1, 100), state.ReadDouble("offset"), own);
        return kernel.Gamma > 0 && double.IsFinite(kernel.Gamma) && double.IsFinite(kernel.Offset)
            ? kernel
            : throw new ModelFormatException("The values 'gamma' and 'offset' of the model must be finite numbers, and 'gamma' more than 0.");
    }

    /// <summary>Computes 1 / (features x variance of all elements of the rows that weigh more than 0).</summary>
    private static double ScaledGamma(Dataset data)
    {
        double sum = 0, squares = 0;
        long count = 0;
        for (int row = 0; row < data.RowCount; row++)
        {
            ParallelLoop.Check();
            if (!data.HasWeights || data.Weights[row] > 0)
            {
                sum += VectorKernels.Sum(Stored(data, row));
                count += data.FeatureCount;
            }
        }

        double mean = sum / count;
        for (int row = 0; row < data.RowCount; row++)
        {
            ParallelLoop.Check();
            if (!data.HasWeights || data.Weights[row] > 0)
            {
                ReadOnlySpan<double> stored = Stored(data, row);
                foreach (double value in stored)
                {
                    squares += (value - mean) * (value - mean);
                }

                squares += (data.FeatureCount - stored.Length) * mean * mean;
            }
        }

        double gamma = count / (data.FeatureCount * squares);
        return double.IsFinite(gamma) && gamma > 0 ? gamma : 1.0 / Math.Max(1, data.FeatureCount);
    }

    private static ReadOnlySpan<double> Stored(Dataset data, int row) => data.IsSparse ? data.SparseFeatures.Row(row).Values : data.Features.Row(row);

    private static double Power(double x, int power)
    {
        double result = 1;
        for (; power > 0; power >>= 1)
        {
            result = (power & 1) == 1 ? result * x : result;
            x *= x;
        }

        return result;
    }
}
