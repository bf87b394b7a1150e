using System.Collections;
using Modelyard.Frames;

namespace Modelyard.Preparation.Text;

/// <summary>Gives the cells of a column as texts, each made when it is asked for.</summary>
/// <param name="column">The column.</param>
internal sealed class ColumnTexts(Column column) : IReadOnlyList<string?>
{
    public int Count => column.Length;

    public string? this[int row] => column.IsMissing(row) ? null : column.FormatCell(row);

    public IEnumerator<string?> GetEnumerator() => Enumerable.Range(0, Count).Select(row => this[row]).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
