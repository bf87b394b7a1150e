using System.Globalization;
using Modelyard.Learning;

namespace Modelyard.Selection.Search;

/// <summary>Represents a range of whole numbers.</summary>
public sealed record IntegerDimension : SearchDimension
{
    /// <summary>Initializes a range.</summary>
    /// <param name="name">The name.</param>
    /// <param name="low">The least number; on a logarithmic scale 1 or greater.</param>
    /// <param name="high">The greatest number, the least or above it.</param>
    /// <param name="scale">The scale on which the prior is even.</param>
    /// <exception cref="ModelyardException">The ends are in the wrong order, or not above 0 on a logarithmic scale.</exception>
    public IntegerDimension(string name, int low, int high, Scale scale = Scale.Linear)
        : base(name)
    {
        if (low > high)
        {
            throw new ModelyardException($"The range of '{name}' is '{low}..{high}' and must go from a whole number to a greater one.");
        }

        if (scale == Scale.Logarithmic && low < 1)
        {
            throw new ModelyardException($"The range of '{name}' begins at '{low}' and must begin at 1 or above on a logarithmic scale.");
        }

        (Low, High, Scale) = (low, high, scale);
    }

    /// <summary>Gets the least number.</summary>
    public int Low { get; }

    /// <summary>Gets the greatest number.</summary>
    public int High { get; }

    /// <summary>Gets the scale on which the prior is even.</summary>
    public Scale Scale { get; }

    /// <inheritdoc/>
    public override int? Count => (int)Math.Min(int.MaxValue, (long)High - Low + 1);

    /// <inheritdoc/>
    public override string Range => Scale == Scale.Logarithmic ? $"log({Low},{High})" : $"{Low}..{High}";

    // Each whole number owns the half unit to both sides, so that the ends are as likely as the others.
    private double First => Low - 0.5;

    private double Last => High + 0.5;

    /// <inheritdoc/>
    public override string At(double share)
    {
        double value = Scale == Scale.Logarithmic ? First * Math.Pow(Last / First, share) : First + (share * (Last - First));
        return ((int)Math.Clamp(Math.Floor(value + 0.5), Low, High)).ToString(CultureInfo.InvariantCulture);
    }

    /// <inheritdoc/>
    public override double ShareOf(string value)
    {
        if (!double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) || double.IsNaN(number))
        {
            return double.NaN;
        }

        number = Math.Clamp(number, Low, High);
        return Scale == Scale.Logarithmic ? Math.Log(number / First) / Math.Log(Last / First) : (number - First) / (Last - First);
    }

    internal override bool Holds(string value) => double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) && number >= Low && number <= High;
}
