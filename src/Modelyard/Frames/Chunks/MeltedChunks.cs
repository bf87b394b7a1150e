using System.Collections;
using Modelyard.Frames.Reshaping;

namespace Modelyard.Frames.Chunks;

/// <summary>Represents the chunks of a table that becomes long: the rows of one gathered column, then those of the next.</summary>
internal sealed class MeltedChunks : IFrameChunks
{
    private readonly Func<IReadOnlyList<string>, IFrameChunks> _narrow;
    private readonly string[] _repeated;
    private readonly string[] _gathered;
    private readonly string _varName;
    private readonly string _valueName;
    private readonly ColumnKind _kind;

    /// <summary>Initializes chunks.</summary>
    /// <param name="narrow">Opens the table of some columns alone.</param>
    /// <param name="empty">The table without rows.</param>
    /// <param name="idVars">The columns that are repeated.</param>
    /// <param name="valueVars">The columns that are gathered; all others if null.</param>
    /// <param name="varName">The name of the column of their names.</param>
    /// <param name="valueName">The name of the column of their cells.</param>
    /// <exception cref="ModelyardException">The columns do not go together.</exception>
    public MeltedChunks(Func<IReadOnlyList<string>, IFrameChunks> narrow, Frame empty, IReadOnlyList<string>? idVars, IReadOnlyList<string>? valueVars, string varName, string valueName)
    {
        _narrow = narrow;
        _repeated = [.. idVars ?? []];
        _gathered = [.. valueVars ?? empty.Columns.Select(column => column.Name).Except(_repeated, StringComparer.Ordinal)];
        (_varName, _valueName) = (varName, valueName);

        // What a table without rows becomes tells what is wrong with the names, and how the columns are called.
        Frame none = empty.Melt(idVars, valueVars, varName, valueName);
        _kind = ColumnStack.Of(valueName, FirstCells(empty)).Kind;
        Kinds = new OrderedDictionary<string, ColumnKind>(EmptyTable.KindsOf(none), StringComparer.Ordinal) { [valueName] = _kind };
    }

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, ColumnKind> Kinds { get; }

    /// <inheritdoc/>
    public IEnumerator<Frame> GetEnumerator()
    {
        for (int number = 0; number < _gathered.Length; number++)
        {
            string name = _gathered[number];
            foreach (Frame chunk in _narrow([.. _repeated, name]))
            {
                int[] codes = new int[chunk.RowCount];
                Array.Fill(codes, number);
                yield return Frame.Of([.. _repeated.Select(one => chunk[one]), new CategoryColumn(_varName, codes, _gathered), FittedColumn.Of(chunk[name], _valueName, _kind)])
                    .WithLineage(chunk.Head(0).Melt(_repeated, [name], _varName, _valueName).Lineage.WithRows(chunk.RowCount));
            }
        }
    }

    /// <inheritdoc/>
    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>Reads of each gathered column a cell that is present, if there is one: a column without any has no say in what they are together.</summary>
    private Column[] FirstCells(Frame empty)
    {
        var cells = new Dictionary<string, Column>(StringComparer.Ordinal);
        var absent = new Dictionary<string, Column>(StringComparer.Ordinal);
        foreach (Frame chunk in _narrow(_gathered))
        {
            foreach (string name in _gathered.Where(name => !cells.ContainsKey(name)))
            {
                Column column = chunk[name];
                int row = 0;
                while (row < column.Length && column.IsMissing(row))
                {
                    row++;
                }

                (row < column.Length ? cells : absent)[name] = column.Take([row < column.Length ? row : 0]);
            }

            if (cells.Count == _gathered.Length)
            {
                break;
            }
        }

        return [.. _gathered.Select(name => cells.GetValueOrDefault(name) ?? absent.GetValueOrDefault(name) ?? empty[name])];
    }
}
