using Modelyard.Generators.Models;

namespace Modelyard.Generators.Emission;

/// <summary>Writes the contract of a record: as a schema, and as one condition that says whether a record holds it.</summary>
/// <remarks>The condition compares the cells that the schema's checks would see, so that both say the same; what fails is told by the schema.</remarks>
internal static class ContractSource
{
    /// <summary>Writes the condition.</summary>
    public static void WriteHolds(RecordModel record, CodeWriter code)
    {
        code.Open($"private static bool HoldsContract({record.Name} record)");
        for (int i = 0; i < record.Members.Count; i++)
        {
            WriteMember(record.Members[i], i, code);
        }

        code.Line("return true;");
        code.Close();
        code.Line();
    }

    /// <summary>Writes the schema and the patterns.</summary>
    public static void WriteContract(RecordModel record, CodeWriter code)
    {
        const string expression = "global::Modelyard.Frames.Expressions.Expression";
        code.Open("private static class FrameRecordContract");
        for (int i = 0; i < record.Members.Count; i++)
        {
            if (record.Members[i].Contract.Pattern is { } pattern)
            {
                code.Line($"public static readonly {RecordSource.Records}RecordPattern Pattern{i} = new {RecordSource.Records}RecordPattern({Literals.Text(pattern)});");
            }
        }

        code.Open($"public static readonly {RecordSource.Validation}TableSchema Schema = new {RecordSource.Validation}TableSchema(new {RecordSource.Validation}ColumnSchema[]");
        foreach (MemberModel member in record.Members)
        {
            code.Line($"new {RecordSource.Validation}ColumnSchema({Literals.Text(member.Column)}, {RecordSource.Frames}ColumnKind.{member.Kind}) {{ {string.Join(", ", Settings(member))} }},");
        }

        code.Close("})");
        code.Open("");
        code.Line($"Title = {Literals.Text(record.Name.TrimStart('@'))},");
        code.Open($"Rules = new {RecordSource.Validation}RowRule[]");
        foreach (MemberModel member in record.Members)
        {
            string column = $"{expression}.Col({Literals.Text(member.Column)})";
            if (member.Contract.IsNotBlank)
            {
                WriteRule(code, $"{member.Column} is not blank", $"{column} == \"\" | {column}.Trim() != \"\"", $"{member.Column} has more than spaces");
            }

            if (member.Contract.Denied.Count > 0)
            {
                string values = string.Join(", ", member.Contract.Denied.Select(value => $"({expression}){value}"));
                string shown = string.Join(", ", member.Contract.Denied.Select(value => value.TrimEnd('L', 'D')));
                WriteRule(code, $"{member.Column} is not denied", $"!{column}.In({values})", $"{member.Column} is none of {shown}");
            }
        }

        code.Close("},");
        code.Close("};");
        code.Close();
    }

    private static void WriteRule(CodeWriter code, string name, string condition, string description) =>
        code.Line($"new {RecordSource.Validation}RowRule({Literals.Text(name)}, {condition}) {{ Description = {Literals.Text(description)} }},");

    private static IEnumerable<string> Settings(MemberModel member)
    {
        ContractModel contract = member.Contract;
        yield return $"Nullable = {Literals.Boolean(contract.IsNullable || member.MissingIsNaN)}";
        if (member.IsOptional)
        {
            yield return $"Required = {Literals.Boolean(!contract.IsNullable)}";
        }

        if (contract.Minimum is { } minimum)
        {
            yield return $"{(minimum.IsExclusive ? "ExclusiveMinimum" : "Minimum")} = {minimum.Label}";
        }

        if (contract.Maximum is { } maximum)
        {
            yield return $"{(maximum.IsExclusive ? "ExclusiveMaximum" : "Maximum")} = {maximum.Label}";
        }

        // An integer of a narrower type has the range of the type; that of the attribute lies within it or is told.
        if (member.Form == CellForm.Integer && contract.Minimum is null && member.Least != long.MinValue)
        {
            yield return $"Minimum = {Literals.Integer(member.Least)}";
        }

        if (member.Form == CellForm.Integer && contract.Maximum is null && member.Greatest != long.MaxValue)
        {
            yield return $"Maximum = {Literals.Integer(member.Greatest)}";
        }

        if (member.Form == CellForm.Unsigned && contract.Minimum is null)
        {
            yield return "Minimum = 0L";
        }

        if (contract.Allowed.Count > 0)
        {
            yield return $"Allowed = new {RecordSource.Frames}Label[] {{ {string.Join(", ", contract.Allowed)} }}";
        }
        else if (member.Form == CellForm.Level)
        {
            yield return $"Allowed = global::System.Array.ConvertAll(FrameRecordParts.Names{member.Enumeration}, name => ({RecordSource.Frames}Label)name)";
        }

        if (contract.MinimumLength is { } least)
        {
            yield return FormattableString.Invariant($"MinimumLength = {least}");
        }

        if (contract.MaximumLength is { } most)
        {
            yield return FormattableString.Invariant($"MaximumLength = {most}");
        }

        if (contract.Pattern is { } pattern)
        {
            yield return $"Pattern = {Literals.Text(pattern)}";
        }
    }

    private static void WriteMember(MemberModel member, int number, CodeWriter code)
    {
        string value = $"record.{member.Name}";
        string[] conditions = [.. Conditions(member, number, $"c{number}")];
        bool isNullable = member.Contract.IsNullable;
        if (member.IsText || member.IsNullable)
        {
            if (!isNullable)
            {
                Fail(code, $"{value} is null");
            }

            if (conditions.Length == 0)
            {
                return;
            }

            code.Open($"if ({value} is {{ }} v{number})");
            Checks(member, number, $"v{number}", conditions, code);
            code.Close();
        }
        else if (conditions.Length > 0)
        {
            code.Open(string.Empty);
            Checks(member, number, value, conditions, code);
            code.Close();
        }
    }

    private static void Checks(MemberModel member, int number, string value, string[] conditions, CodeWriter code)
    {
        code.Line($"var c{number} = {Cell(member, value)};");

        // NaN is a missing cell, which other checks leave alone.
        if (member.Kind == "Double")
        {
            bool takesNaN = member.Contract.IsNullable || member.MissingIsNaN;
            if (!takesNaN)
            {
                Fail(code, $"double.IsNaN(c{number})");
            }

            conditions = takesNaN ? [.. conditions.Select(condition => $"!double.IsNaN(c{number}) && ({condition})")] : conditions;
        }

        foreach (string condition in conditions)
        {
            if (condition.Length > 0)
            {
                Fail(code, condition);
            }
        }
    }

    private static void Fail(CodeWriter code, string condition)
    {
        code.Open($"if ({condition})");
        code.Line("return false;");
        code.Close();
    }

    private static string Cell(MemberModel member, string value) => member.Form switch
    {
        CellForm.Level => $"FrameRecordParts.LevelOf{member.Enumeration}({value})",
        CellForm.Integer => $"(long){value}",
        CellForm.EnumerationNumber => $"unchecked((long){value})",
        CellForm.Single or CellForm.Double or CellForm.DecimalNumber => $"(double){value}",
        CellForm.DecimalText => $"{value}.ToString(global::System.Globalization.CultureInfo.InvariantCulture)",
        CellForm.Seconds => $"{value}.TotalSeconds",
        CellForm.Ticks => $"{value}.Ticks",
        CellForm.Guid => $"{value}.ToString()",
        CellForm.Time => $"({value}.Kind == global::System.DateTimeKind.Local ? {value}.ToUniversalTime() : {value}).Ticks",
        CellForm.Offset => $"{value}.UtcTicks",
        CellForm.Date => $"{value}.DayNumber * global::System.TimeSpan.TicksPerDay",
        _ => value,
    };

    /// <summary>Lists the conditions under which a present cell fails; an empty one asks for the look at NaN alone.</summary>
    private static IEnumerable<string> Conditions(MemberModel member, int number, string cell)
    {
        ContractModel contract = member.Contract;
        if (member.Kind == "Double" && !contract.IsNullable && !member.MissingIsNaN)
        {
            yield return string.Empty;
        }

        if (member.Form == CellForm.Level)
        {
            yield return $"{cell} < 0";
        }

        if (member.Form == CellForm.Unsigned)
        {
            yield return $"{cell} > long.MaxValue";
        }

        string number64 = member.Form == CellForm.Unsigned ? $"unchecked((long){cell})" : cell;
        if (contract.Minimum is { } minimum)
        {
            yield return $"{number64} {(minimum.IsExclusive ? "<=" : "<")} {minimum.Cell}";
        }

        if (contract.Maximum is { } maximum)
        {
            yield return $"{number64} {(maximum.IsExclusive ? ">=" : ">")} {maximum.Cell}";
        }

        string compared = member.Form == CellForm.Level ? $"FrameRecordParts.Levels{member.Enumeration}[{cell}]" : number64;
        if (contract.Allowed.Count > 0)
        {
            yield return $"!({string.Join(" || ", contract.Allowed.Select(value => $"{compared} == {value}"))})";
        }

        if (contract.Denied.Count > 0)
        {
            yield return string.Join(" || ", contract.Denied.Select(value => $"{compared} == {value}"));
        }

        if (contract.MinimumLength is { } least)
        {
            yield return FormattableString.Invariant($"{RecordSource.Records}RecordValidation.CodePoints({compared}) < {least}");
        }

        if (contract.MaximumLength is { } most)
        {
            yield return FormattableString.Invariant($"{RecordSource.Records}RecordValidation.CodePoints({compared}) > {most}");
        }

        if (contract.IsNotBlank)
        {
            yield return $"string.IsNullOrWhiteSpace({compared})";
        }

        if (contract.Pattern is not null)
        {
            yield return $"!FrameRecordContract.Pattern{number}.IsMatch({compared})";
        }
    }
}
