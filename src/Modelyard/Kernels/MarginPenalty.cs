namespace Modelyard.Kernels;

/// <summary>Says how the coefficients of a linear machine are penalised.</summary>
public enum MarginPenalty
{
    /// <summary><c>½ ‖w‖²</c>.</summary>
    L2,

    /// <summary><c>‖w‖₁</c>, which sets many coefficients to 0.</summary>
    L1,
}
