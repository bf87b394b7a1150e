using System.Globalization;
using Modelyard.Learning;

namespace Modelyard.Selection.Search;

/// <summary>Represents a range of numbers.</summary>
/// <remarks>Values are rounded to about a thousandth of the range, or of themselves on a logarithmic scale: finer steps change no model, and short numbers can be read and typed.</remarks>
public sealed record RealDimension : SearchDimension
{
    private const double Steps = 1_000;
    private const double NarrowRatio = 2;

    private readonly double _step;

    /// <summary>Initializes a range.</summary>
    /// <param name="name">The name.</param>
    /// <param name="low">The least number; on a logarithmic scale greater than 0.</param>
    /// <param name="high">The greatest number, above the least.</param>
    /// <param name="scale">The scale on which the prior is even.</param>
    /// <exception cref="ModelyardException">The ends are not finite, in the wrong order, or not above 0 on a logarithmic scale.</exception>
    public RealDimension(string name, double low, double high, Scale scale = Scale.Linear)
        : base(name)
    {
        if (!double.IsFinite(low) || !double.IsFinite(high) || !(low < high))
        {
            throw new ModelyardException(string.Create(CultureInfo.InvariantCulture, $"The range of '{name}' is '{low}..{high}' and must go from a number to a greater one."));
        }

        if (scale == Scale.Logarithmic && low <= 0)
        {
            throw new ModelyardException(string.Create(CultureInfo.InvariantCulture, $"The range of '{name}' begins at '{low}' and must begin above 0 on a logarithmic scale."));
        }

        (Low, High, Scale) = (low, high, scale);
        _step = Math.Pow(10, Math.Floor(Math.Log10((high - low) / Steps)));
    }

    /// <summary>Gets the least number.</summary>
    public double Low { get; }

    /// <summary>Gets the greatest number.</summary>
    public double High { get; }

    /// <summary>Gets the scale on which the prior is even.</summary>
    public Scale Scale { get; }

    /// <inheritdoc/>
    public override int? Count => null;

    /// <inheritdoc/>
    public override string Range => Scale == Scale.Logarithmic
        ? string.Create(CultureInfo.InvariantCulture, $"log({Low},{High})")
        : string.Create(CultureInfo.InvariantCulture, $"{Low}..{High}");

    /// <inheritdoc/>
    public override string At(double share)
    {
        double value = Scale == Scale.Logarithmic
            ? Rounded(Low * Math.Pow(High / Low, share), High / Low < NarrowRatio ? "E7" : "E3")
            : Rounded(Low + (share * (High - Low)));
        return Math.Clamp(value, Low, High).ToString(CultureInfo.InvariantCulture);
    }

    /// <inheritdoc/>
    public override double ShareOf(string value)
    {
        if (!double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) || double.IsNaN(number))
        {
            return double.NaN;
        }

        number = Math.Clamp(number, Low, High);
        return Scale == Scale.Logarithmic ? Math.Log(number / Low) / Math.Log(High / Low) : (number - Low) / (High - Low);
    }

    internal override bool Holds(string value) => double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) && number >= Low && number <= High;

    private static double Rounded(double value, string format) => double.Parse(value.ToString(format, CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);

    // A multiple of a power of ten below 1 is not exact in binary; the decimal of as many places is what people read.
    private double Rounded(double value) => _step >= 1
        ? Math.Round(value / _step) * _step
        : Math.Round(value, Math.Min(15, (int)Math.Round(-Math.Log10(_step))));
}
