using System.Globalization;
using Modelyard.Generators.Models;

namespace Modelyard.Generators.Emission;

/// <summary>Writes what makes records of the rows of a table: first all columns are looked at, then the records are made.</summary>
internal static class ReadingSource
{
    public static void Write(RecordModel record, CodeWriter code)
    {
        code.Open($"static void {RecordSource.Frames}IFrameRecord<{record.Name}>.Read({RecordSource.Records}RecordReader reader, global::System.Span<{record.Name}> records)");
        for (int i = 0; i < record.Members.Count; i++)
        {
            code.Line($"var c{i} = reader.{Cells(record.Members[i], i)};");
        }

        code.Line("reader.ThrowIfFailed();");
        code.Open("for (int row = 0; row < records.Length; row++)");
        string arguments = string.Join(", ", record.Arguments.Select(one => $"{one.Parameter}: {Value(record.Members[one.Member], one.Member)}"));
        HashSet<int> taken = [.. record.Arguments.Select(one => one.Member)];
        code.Line($"records[row] = new {record.Name}({arguments})");
        code.Line("{");
        for (int i = 0; i < record.Members.Count; i++)
        {
            if (!taken.Contains(i))
            {
                code.Line($"    {record.Members[i].Name} = {Value(record.Members[i], i)},");
            }
        }

        code.Line("};");
        code.Close();
        code.Close();
        code.Line();
    }

    private static string Cells(MemberModel member, int column) => member.Form switch
    {
        CellForm.Boolean => $"Booleans({column})",
        CellForm.Integer or CellForm.Unsigned or CellForm.EnumerationNumber => $"Integers({column}, {Literals.Integer(member.Least)}, {Literals.Integer(member.Greatest)})",
        CellForm.Single => $"Doubles({column}, float.MaxValue)",
        CellForm.Double => $"Doubles({column}, double.MaxValue)",
        CellForm.DecimalNumber or CellForm.DecimalText => $"Decimals({column})",
        CellForm.Level => $"Levels<{member.Type}>({column}, FrameRecordParts.Names{member.Enumeration}, FrameRecordParts.Values{member.Enumeration})",
        CellForm.Time or CellForm.Offset => $"Times({column}, areDates: false)",
        CellForm.Date => $"Times({column}, areDates: true)",
        CellForm.Seconds or CellForm.Ticks => $"Durations({column})",
        CellForm.Guid => $"Guids({column})",
        _ => $"Texts({column})",
    };

    private static string Value(MemberModel member, int column)
    {
        string cell = $"c{column.ToString(CultureInfo.InvariantCulture)}[row]";
        string value = member.Form switch
        {
            CellForm.Integer or CellForm.Unsigned or CellForm.EnumerationNumber => $"unchecked(({member.Type}){cell})",
            CellForm.Single => $"(float){cell}",
            CellForm.Offset => $"new global::System.DateTimeOffset({cell}.Ticks, global::System.TimeSpan.Zero)",
            CellForm.Date => $"global::System.DateOnly.FromDateTime({cell})",
            _ => cell,
        };
        return member.IsNullableValue ? $"c{column}.IsMissing(row) ? null : ({member.Type}?)({value})" : value;
    }
}
