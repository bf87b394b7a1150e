namespace Modelyard.Kernels.Similarity;

/// <summary>Defines what gives elements of the kernel matrix of some rows.</summary>
internal interface IKernelElements
{
    /// <summary>Gets the number of rows.</summary>
    int Count { get; }

    /// <summary>Computes how alike one of the rows is to some of them.</summary>
    /// <param name="row">The row.</param>
    /// <param name="others">The rows that it is compared with.</param>
    /// <param name="similarities">Receives one number for each of those.</param>
    void Elements(int row, ReadOnlySpan<int> others, Span<float> similarities);
}
