using Modelyard.Frames;

namespace Modelyard.Data.Databases;

/// <summary>Says how decimals are read: as integers or doubles where these hold each of them, otherwise as the caller wants.</summary>
internal static class DecimalKinds
{
    /// <summary>The most digits of a decimal that a double always keeps.</summary>
    private const int DoubleDigits = 15;

    private const int IntegerDigits = 18;

    /// <summary>Finds the kind.</summary>
    /// <param name="digits">The number of digits; zero if the type does not say it.</param>
    /// <param name="scale">The number of digits behind the point.</param>
    /// <param name="asDoubles">Whether the caller wants doubles, be they rounded.</param>
    public static (ColumnKind Kind, string? Note) Of(int digits, int scale, bool asDoubles) => (digits, scale) switch
    {
        ( > 0 and <= IntegerDigits, 0) => (ColumnKind.Integer, null),
        ( > 0 and <= DoubleDigits, _) => (ColumnKind.Double, null),
        _ => asDoubles ? (ColumnKind.Double, "decimals as the nearest doubles") : (ColumnKind.Text, "decimals as text, because a double may not hold them; 'DecimalsAsDoubles' rounds them"),
    };
}
