namespace Modelyard.Kernels;

/// <summary>Says by which of two equivalent problems a linear machine is learned.</summary>
public enum MarginSolver
{
    /// <summary>The primal where the loss is squared and there are at least as many rows as features, or few rows; else the dual.</summary>
    Auto,

    /// <summary>One variable a feature: few steps of Newton's method, each of which reads all rows; for squared losses.</summary>
    Primal,

    /// <summary>One variable a row: an interior-point method for a loss that is not squared of up to 512 features or rows, else many passes over the rows, each of them cheap.</summary>
    Dual,
}
