namespace Modelyard.Preparation.Outliers;

/// <summary>Represents what an <see cref="OutlierRule"/> asks of the values of a column, however they are held. Sums are rounded once, so that the order of the values does not matter.</summary>
internal interface IOutlierSample
{
    /// <summary>Gets a value indicating whether no value is present.</summary>
    bool IsEmpty { get; }

    /// <summary>Gets the least value.</summary>
    double Minimum { get; }

    /// <summary>Gets the greatest value.</summary>
    double Maximum { get; }

    /// <summary>Gets the number of values, or their weight.</summary>
    double TotalWeight { get; }

    /// <summary>Computes a quantile by linear interpolation.</summary>
    double Quantile(double level);

    /// <summary>Finds the value of a rank.</summary>
    double At(double rank);

    /// <summary>Computes the mean.</summary>
    double Mean();

    /// <summary>Computes the standard deviation of the population; 0 if it is no more than rounding.</summary>
    double Deviation();

    /// <summary>Computes the median and the mean of the distances to a center.</summary>
    (double Median, double Mean) Distances(double center);

    /// <summary>Finds the least value that is not below a limit; NaN if there is none.</summary>
    double LeastFrom(double limit);

    /// <summary>Finds the greatest value that is not above a limit; NaN if there is none.</summary>
    double GreatestTo(double limit);
}
