using Modelyard.Learning;

namespace Modelyard.Kernels;

/// <summary>Defines a kernel of one's own: how alike two rows are.</summary>
/// <remarks>
/// Implemented by an immutable type that any thread may call. To store a model that uses it, the type must be <see cref="IPersistent{TSelf}"/> and made known by
/// <c>ModelTypes.Add</c>. A kernel should be symmetric and positive semi-definite, as inner products are; a fit with one that is not still ends, with a warning.
/// </remarks>
public interface IKernel : IPersistent
{
    /// <summary>Computes how alike two rows are.</summary>
    /// <param name="x">The features of the first row.</param>
    /// <param name="y">The features of the second row.</param>
    /// <returns>A finite number, the same for the rows in the other order.</returns>
    double Compute(ReadOnlySpan<double> x, ReadOnlySpan<double> y);
}
