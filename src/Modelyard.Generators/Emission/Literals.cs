using System.Globalization;
using Microsoft.CodeAnalysis.CSharp;

namespace Modelyard.Generators.Emission;

/// <summary>Writes values as literals of C#.</summary>
internal static class Literals
{
    public static string Text(string text) => SymbolDisplay.FormatLiteral(text, quote: true);

    public static string Integer(long value) => value == long.MinValue ? "long.MinValue" : value.ToString(CultureInfo.InvariantCulture) + "L";

    public static string Double(double value) => value.ToString("R", CultureInfo.InvariantCulture) + "D";

    public static string Boolean(bool value) => value ? "true" : "false";
}
