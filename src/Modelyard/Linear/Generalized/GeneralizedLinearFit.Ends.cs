namespace Modelyard.Linear;

/// <content>Tells fits that ended where there is no optimum, and why.</content>
internal sealed partial class GeneralizedLinearFit
{
    // The share of the mean of the target below which a mean is at the end of its range.
    private const double AtEnd = 1e-6;

    /// <summary>Tells whether every share is 0 or 1 and a plane parts them: then, without a penalty, there is no best plane.</summary>
    private bool IsSeparated()
    {
        if (!_family.IsShare || !IsFree)
        {
            return false;
        }

        double greatestOfZero = double.NegativeInfinity, leastOfOne = double.PositiveInfinity;
        for (int row = 0; row < _sums.Length; row++)
        {
            if (_objective.Share(row) == 0)
            {
                continue;
            }

            switch (_objective.Target[row])
            {
                case 0:
                    greatestOfZero = Math.Max(greatestOfZero, _sums[row]);
                    break;
                case 1:
                    leastOfOne = Math.Min(leastOfOne, _sums[row]);
                    break;
                default:
                    return false;
            }
        }

        return greatestOfZero < leastOfOne;
    }

    private void WarnOfEnd(double length, double decrement, double nullLoss, double farthest)
    {
        if (WarnedOfRange())
        {
            return;
        }

        if (IsFree && length == 1 && farthest > Diverging)
        {
            WarnSeparable(_family.IsShare ? "leaves some rows nothing but 0 or 1" : "leaves some rows no mean but 0");
        }
        else if (length == 0 && decrement > 1e-6 * nullLoss)
        {
            WarnNotConverged();
        }
    }

    /// <summary>Warns where means that are sums have come to 0, which they cannot pass.</summary>
    private bool WarnedOfRange()
    {
        if (_family.Link != LinkFunction.Identity || !_family.NeedsPositiveMean)
        {
            return false;
        }

        double least = double.PositiveInfinity;
        for (int row = 0; row < _sums.Length; row++)
        {
            least = _objective.Share(row) == 0 ? least : Math.Min(least, _sums[row]);
        }

        bool isAtEnd = least < AtEnd * _objective.TargetMean;
        if (isAtEnd)
        {
            _context.Warn($"The best means of some rows lie at 0, where the link 'Identity' of '{_settings.Estimator}' ends; the coefficients are those at which this was seen. Choose the link 'Log'.");
        }

        return isAtEnd;
    }

    private void WarnSeparable(string what) => _context.Warn(
        $"The target '{_data.TargetName}' is separable: a weighted sum of the features {what}, so without a penalty the coefficients of '{_settings.Estimator}' grow without end. They are those at which this was seen. Set Alpha above 0.");

    private void WarnOutOfTime() =>
        _context.Warn($"The time budget ended '{_settings.Estimator}' before it converged; the coefficients are those found so far.");

    private void WarnNotConverged() =>
        _context.Warn($"'{_settings.Estimator}' did not converge in '{_settings.MaxIterations}' steps. Scale the features, or raise MaxIterations, Tolerance or Alpha.");
}
