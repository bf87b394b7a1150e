namespace Modelyard.Selection.Features;

/// <summary>Defines what is asked of a sample of a number to say in words how it differs from another.</summary>
internal interface ISampleShape
{
    /// <summary>Gets the number of values.</summary>
    double Rows { get; }

    /// <summary>Gets the points at which the share up to them is known.</summary>
    IEnumerable<double> Points { get; }

    /// <summary>Computes the number up to which a share of the values is.</summary>
    double Quantile(double share);

    /// <summary>Computes the share of the values up to a number.</summary>
    double ShareUpTo(double point);
}
