using System.ComponentModel;
using System.Globalization;
using System.Runtime.CompilerServices;

namespace Modelyard.Reports;

/// <summary>Writes an interpolated string as HTML: its literal parts as they are, its values escaped.</summary>
[InterpolatedStringHandler]
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly ref struct HtmlText
{
    private readonly HtmlWriter _writer;

    /// <summary>Initializes the handler; the compiler calls it.</summary>
    /// <param name="literalLength">The number of characters in literal parts.</param>
    /// <param name="formattedCount">The number of values.</param>
    /// <param name="writer">The writer that takes the text.</param>
    public HtmlText(int literalLength, int formattedCount, HtmlWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        _writer = writer;
        writer.Reserve(literalLength + (16 * formattedCount));
    }

    /// <summary>Writes a literal part as it is.</summary>
    /// <param name="literal">The HTML that stands in the program's text.</param>
    public void AppendLiteral(string literal) => _writer.Markup(Markup.Trusted(literal));

    /// <summary>Writes a text, escaped.</summary>
    /// <param name="value">The text.</param>
    public void AppendFormatted(string? value) => _writer.Text(value);

    /// <summary>Writes markup as it is.</summary>
    /// <param name="value">The markup.</param>
    public void AppendFormatted(Markup value) => _writer.Markup(value);

    /// <summary>Writes any other value, escaped, the same in every culture.</summary>
    /// <typeparam name="T">The type of the value.</typeparam>
    /// <param name="value">The value.</param>
    public void AppendFormatted<T>(T value) => _writer.Text(Convert.ToString(value, CultureInfo.InvariantCulture));
}
