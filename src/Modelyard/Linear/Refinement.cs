namespace Modelyard.Linear;

/// <summary>Tells when corrections of a solution, each solved from the residual of the last, are not worth another pass over the rows.</summary>
/// <remarks>
/// Each correction leaves about the same share of the error, so the next can be foretold and is spared where it would be below rounding
/// (polynomial_diamonds: two passes instead of six). Source: Björck (1996), Numerical Methods for Least Squares Problems, section 2.9.
/// </remarks>
/// <param name="length">The length of the solution, in which all features weigh alike.</param>
internal struct Refinement(double length)
{
    /// <summary>The greatest number of corrections.</summary>
    internal const int MostRounds = 6;

    // The share of the coefficients below which an error is not worth a pass.
    private const double Rounding = 1e-14;

    private readonly double _length = length;
    private double _last = length;
    private bool _isFirst = true;

    /// <summary>Gets a value indicating whether another correction is worth its pass.</summary>
    internal bool GoesOn { get; private set; } = true;

    /// <summary>Judges a correction.</summary>
    /// <param name="step">The length of the correction.</param>
    /// <returns>Whether it is an improvement: corrections that shrink no more are the rounding of the residuals.</returns>
    internal bool Accept(double step)
    {
        bool better = _isFirst || step < _last;
        GoesOn = better && step * (step / _last) > Rounding * _length;
        (_last, _isFirst) = (step, false);
        return better;
    }
}
