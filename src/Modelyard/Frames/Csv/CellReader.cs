using System.Text;

namespace Modelyard.Frames.Csv;

/// <summary>Reads the cells of one column, chunk by chunk, on one thread.</summary>
internal abstract class CellReader : IDisposable
{
    private const int ProblemsKept = 1000;
    private byte[] _scratch = [];

    protected CellReader(ColumnPlan plan, MissingTokens tokens)
    {
        Plan = plan;
        Tokens = tokens;
        TokenCounts = new int[tokens.Texts.Count];
    }

    public ColumnPlan Plan { get; }

    public MissingTokens Tokens { get; }

    /// <summary>Gets the number of cells of the chunk that each missing token stood in.</summary>
    public int[] TokenCounts { get; }

    /// <summary>Gets the kinds of the cells of the chunk.</summary>
    public CellEvidence Evidence { get; protected set; }

    /// <summary>Gets a value indicating whether a cell of the chunk refuted the guess; then no values were read.</summary>
    public bool IsRefuted { get; private set; }

    /// <summary>Gets the missing cells of the chunk, one bit a row.</summary>
    public ulong[] Missing { get; private set; } = [];

    /// <summary>Gets a value indicating whether a cell of the chunk is missing.</summary>
    public bool HasMissing { get; private set; }

    /// <summary>Gets the cells that are not of the kind that was asked for.</summary>
    public List<ByteProblem> Problems { get; } = [];

    /// <summary>Gets the number of such cells, of which only the first are kept.</summary>
    public long ProblemCount { get; private set; }

    /// <summary>Reads the cells of a chunk.</summary>
    public void Read(in ChunkRows chunk)
    {
        Array.Clear(TokenCounts);
        Evidence = CellEvidence.None;
        IsRefuted = false;
        HasMissing = false;
        Problems.Clear();
        ProblemCount = 0;
        int words = Validity.Words(chunk.Rows);
        if (Missing.Length < words)
        {
            Missing = new ulong[words + (words >> 2)];
        }
        else
        {
            Array.Clear(Missing);
        }

        if (!TryRead(chunk))
        {
            IsRefuted = true;
            Evidence = Classify(chunk);
        }
    }

    /// <summary>Gives the memory back.</summary>
    public abstract void Dispose();

    /// <summary>Reads the cells of a chunk into this reader.</summary>
    /// <returns>False if a cell refutes the guessed kind.</returns>
    protected abstract bool TryRead(in ChunkRows chunk);

    /// <summary>Gets the content of a cell without spaces around it, or settles it as missing.</summary>
    /// <returns>True if the cell is present.</returns>
    protected bool TryGetPresent(in ChunkRows chunk, int row, out ReadOnlySpan<byte> content)
    {
        content = CellSyntax.Trim(chunk.Content(chunk.Raw(row, Plan.Position), ref _scratch));
        int token = Tokens.Find(content);
        if (token < 0)
        {
            return true;
        }

        TokenCounts[token]++;
        MarkMissing(row);
        return false;
    }

    protected ReadOnlySpan<byte> Content(scoped in ChunkRows chunk, ReadOnlySpan<byte> raw) => chunk.Content(raw, ref _scratch);

    protected void MarkMissing(int row)
    {
        Missing[row >> 6] |= 1UL << (row & 63);
        HasMissing = true;
    }

    /// <summary>Settles a cell that is not of the kind asked for.</summary>
    /// <returns>True if reading goes on, which it does if the kind was given and not guessed.</returns>
    protected bool Reject(in ChunkRows chunk, int row, ReadOnlySpan<byte> content)
    {
        if (!Plan.IsForced)
        {
            return false;
        }

        ProblemCount++;
        if (Problems.Count < ProblemsKept)
        {
            string text = Encoding.UTF8.GetString(content[..Math.Min(content.Length, 60)]);
            long offset = chunk.Offset + chunk.Ends[(row * chunk.Stride) + Plan.Position] + 1;
            Problems.Add(new ByteProblem(offset, ProblemKind.WrongKind, Plan.Position, Text: text));
        }

        MarkMissing(row);
        return true;
    }

    private CellEvidence Classify(in ChunkRows chunk)
    {
        CellEvidence evidence = CellEvidence.None;
        for (int row = 0; row < chunk.Rows; row++)
        {
            ReadOnlySpan<byte> content = CellSyntax.Trim(chunk.Content(chunk.Raw(row, Plan.Position), ref _scratch));
            if (Tokens.Find(content) < 0)
            {
                evidence |= CellSyntax.Classify(content);
            }
        }

        return evidence;
    }
}
