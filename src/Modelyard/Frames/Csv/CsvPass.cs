using Modelyard.Numerics;

namespace Modelyard.Frames.Csv;

/// <summary>Reads the rows of a file once, in parts and on several threads, into sinks.</summary>
/// <remarks>
/// A part owns the rows that begin in it. Where its first row begins is guessed, so that no part waits for another; parts are then
/// appended in order, and one whose guess proves wrong is read again from where the part before ended. So the result is that of
/// reading from the first byte to the last, for any size of the parts and any number of threads. Source of the idea: Ge, Li,
/// Eilebrecht, Chandramouli and Kossmann (2019), Speculative Distributed CSV Data Parsing for Big Data Analytics, SIGMOD.
/// </remarks>
internal sealed class CsvPass : IDisposable
{
    private const int DefaultChunkLength = 256 * 1024;

    private readonly object _gate = new();
    private readonly Dictionary<int, Chunk> _finished = [];
    private readonly Stack<Chunk> _free = new();
    private readonly ColumnSink[] _sinks;
    private long _begin;
    private long _stop;
    private int _created;
    private int _nextPart;
    private int _nextAppended;
    private int _listed;
    private int _fatalListed;
    private bool _isAppending;
    private bool _isStopped;
    private long _nextRow;
    private long _rows;

    /// <summary>Initializes a pass.</summary>
    /// <param name="source">The file.</param>
    /// <param name="layout">What its head tells; the pass begins at its first row.</param>
    /// <param name="plans">The columns to read.</param>
    /// <param name="options">How they are read.</param>
    /// <param name="tokens">The texts that stand for missing cells.</param>
    /// <param name="stop">The offset before which the rows of the pass begin; null to read all rows.</param>
    public CsvPass(ByteSource source, CsvLayout layout, IReadOnlyList<ColumnPlan> plans, CsvReadOptions options, MissingTokens tokens, long? stop = null)
    {
        Source = source;
        Dialect = layout.Dialect;
        FieldCount = layout.Names.Length;
        Plans = plans;
        Tokens = tokens;
        KeepQuotedTokens = options.KeepQuotedTokens;
        MaxRowLength = options.MaxRowLength;
        Width = options.Width;
        Degree = Math.Max(1, options.DegreeOfParallelism ?? Environment.ProcessorCount);
        ChunkLength = options.ChunkLength ?? (int)Math.Clamp(layout.FirstRow * 16, DefaultChunkLength, 64 << 20);
        End = source.Length;
        _stop = Math.Min(End, stop ?? End);
        _begin = _nextRow = layout.FirstRow;
        _sinks = [.. plans.Select(plan => plan.CreateSink(tokens))];
    }

    public ByteSource Source { get; }

    public CsvDialect Dialect { get; }

    public int FieldCount { get; }

    public IReadOnlyList<ColumnPlan> Plans { get; }

    public MissingTokens Tokens { get; }

    public bool KeepQuotedTokens { get; }

    public int MaxRowLength { get; }

    public ScanWidth? Width { get; }

    public long End { get; }

    /// <summary>Gets the sinks, one a plan.</summary>
    public IReadOnlyList<ColumnSink> Sinks => _sinks;

    /// <summary>Gets the number of rows that were read.</summary>
    public int Rows => (int)_rows;

    /// <summary>Gets the number of rows that were left out.</summary>
    public long SkippedRows { get; private set; }

    /// <summary>Gets what is wrong, in the order of the file.</summary>
    public List<ByteProblem> Problems { get; } = [];

    /// <summary>Gets the number of things that are wrong, of which only the first are listed.</summary>
    public long ProblemCount { get; private set; }

    private int Degree { get; }

    private int ChunkLength { get; }

    /// <summary>Gets the offset of the first row after those that were read.</summary>
    public long NextRow => _nextRow;

    private int Parts => (int)((_stop - _begin + ChunkLength - 1) / ChunkLength);

    /// <summary>Reads all rows.</summary>
    /// <param name="maxProblems">The greatest number of problems to list.</param>
    public void Run(int maxProblems)
    {
        int parts = Parts;
        int workers = Math.Min(Degree, parts);
        ParallelLoop.For(workers, workers, _ => Work(parts, (2 * workers) + 1, maxProblems));
        Problems.Sort((a, b) => a.Offset.CompareTo(b.Offset));
    }

    /// <summary>Makes ready to read the rows after those that were read, with the memory that is there already.</summary>
    /// <param name="stop">The offset before which they begin.</param>
    /// <param name="keepsSinks">Whether the sinks are emptied, as nobody has their cells; otherwise they are new ones.</param>
    /// <remarks>What a window leaves to the collector is large, and a heap under a hard limit runs full of it: a quarter of the file was not enough then.</remarks>
    public void Continue(long stop, bool keepsSinks)
    {
        _begin = _nextRow;
        _stop = Math.Min(End, stop);
        _nextPart = _nextAppended = _listed = _fatalListed = 0;
        _rows = SkippedRows = ProblemCount = 0;
        Problems.Clear();
        for (int i = 0; i < _sinks.Length; i++)
        {
            if (keepsSinks)
            {
                _sinks[i].Clear();
            }
            else
            {
                _sinks[i] = Plans[i].CreateSink(Tokens);
            }
        }
    }

    /// <summary>Gives the memory of the workers back.</summary>
    public void Dispose()
    {
        while (_free.TryPop(out Chunk? chunk))
        {
            chunk.Dispose();
        }
    }

    private void Work(int parts, int chunks, int maxProblems)
    {
        try
        {
            while (TryTake(parts, chunks, out Chunk? chunk, out int part))
            {
                ParallelLoop.Check();
                ReadPart(chunk, part, _begin + ((long)part * ChunkLength), isRow: part == 0);
                Hand(chunk, maxProblems);
            }
        }
        catch
        {
            lock (_gate)
            {
                _isStopped = true;
                Monitor.PulseAll(_gate);
            }

            throw;
        }
    }

    private void ReadPart(Chunk chunk, int part, long begin, bool isRow) =>
        chunk.Read(part, begin, Math.Min(_stop, _begin + ((part + 1L) * ChunkLength)), isRow);

    /// <summary>Takes a free chunk and the next part. The first part that is not yet appended is always in work, so waiting ends.</summary>
    private bool TryTake(int parts, int chunks, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out Chunk? chunk, out int part)
    {
        lock (_gate)
        {
            while (!_isStopped && _nextPart < parts && _free.Count == 0 && _created >= chunks)
            {
                Monitor.Wait(_gate);
            }

            part = _nextPart;
            if (_isStopped || part >= parts)
            {
                chunk = null;
                return false;
            }

            _nextPart++;
            if (_free.TryPop(out chunk))
            {
                return true;
            }

            _created++;
        }

        chunk = new Chunk(this);
        return true;
    }

    /// <summary>Hands in a chunk, and appends all whose turn it is unless another thread is at it.</summary>
    private void Hand(Chunk chunk, int maxProblems)
    {
        lock (_gate)
        {
            _finished.Add(chunk.Index, chunk);
            if (_isAppending)
            {
                return;
            }

            _isAppending = true;
        }

        while (true)
        {
            Chunk? next;
            lock (_gate)
            {
                if (_isStopped || !_finished.Remove(_nextAppended, out next))
                {
                    _isAppending = false;
                    return;
                }
            }

            Append(next, maxProblems);
            lock (_gate)
            {
                _nextAppended++;
                _free.Push(next);
                Monitor.Pulse(_gate);
            }
        }
    }

    private void Append(Chunk chunk, int maxProblems)
    {
        if (_nextRow >= chunk.Stop)
        {
            return;
        }

        if (chunk.Start != _nextRow)
        {
            ReadPart(chunk, chunk.Index, _nextRow, isRow: true);
        }

        _nextRow = chunk.Next;
        ProblemCount += chunk.ProblemCount;
        foreach (ByteProblem problem in chunk.Problems)
        {
            SkippedRows += problem.IsFatal ? 0 : 1;

            // Rows that may be skipped do not crowd out what may not.
            ref int listed = ref problem.IsFatal ? ref _fatalListed : ref _listed;
            if (listed < Math.Max(1, maxProblems) || problem.EndsReading)
            {
                Problems.Add(problem);
                listed++;
            }
        }

        if (chunk.Problems.Exists(problem => problem.EndsReading))
        {
            lock (_gate)
            {
                _isStopped = true;
                Monitor.PulseAll(_gate);
            }

            return;
        }

        if (_rows + chunk.Rows > Array.MaxLength)
        {
            throw new FrameFormatException(Source.Name, $"The file has more than '{Array.MaxLength}' rows. Cut it into several files.");
        }

        // Room for the whole file, by the bytes a row so far.
        long done = _nextRow - _begin;
        long all = done == 0 ? 0 : (long)((double)(_rows + chunk.Rows) / done * (_stop - _begin) * 1.02) + 64;
        for (int i = 0; i < _sinks.Length; i++)
        {
            _sinks[i].Append(chunk.Readers[i], (int)_rows, chunk.Rows, (int)Math.Min(all, Array.MaxLength));
        }

        _rows += chunk.Rows;
    }
}
