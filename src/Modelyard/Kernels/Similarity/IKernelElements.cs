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

    /// <summary>Computes the same in double precision.</summary>
    /// <param name="row">The row.</param>
    /// <param name="others">The rows that it is compared with.</param>
    /// <param name="similarities">Receives one number for each of those.</param>
    void Elements(int row, ReadOnlySpan<int> others, Span<double> similarities);

    /// <summary>Computes the similarity of a row to itself.</summary>
    /// <param name="row">The row.</param>
    /// <returns>The element of the diagonal.</returns>
    float Own(int row)
    {
        float own = 0;
        Elements(row, new ReadOnlySpan<int>(in row), new Span<float>(ref own));
        return own;
    }
}
