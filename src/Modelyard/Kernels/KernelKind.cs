namespace Modelyard.Kernels;

/// <summary>Says how alike two rows are.</summary>
public enum KernelKind
{
    /// <summary><c>x · y</c>.</summary>
    Linear,

    /// <summary><c>(gamma x · y + offset) ^ degree</c>.</summary>
    Polynomial,

    /// <summary><c>exp(−gamma ‖x − y‖²)</c>: a bell around each row, the radial basis function.</summary>
    Rbf,

    /// <summary><c>tanh(gamma x · y + offset)</c>.</summary>
    Sigmoid,

    /// <summary>The features are similarities: at the fit, rows x rows, how alike each row is to each; later, one column for each row of the fit.</summary>
    Precomputed,
}
