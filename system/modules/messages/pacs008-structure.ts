/**
 * The schema pacs.008.001.08 as data: of every type that this gateway's messages use, its elements
 * in their order with their cardinalities, or the pattern of its text. Types that are only named
 * are not used here; an element of such a type is a fault. Tests walk documents by it
 * (`pacs008-walk.ts`).
 */
export interface SequenceType {
  readonly kind: 'sequence' | 'choice'
  readonly elements: readonly ElementRule[]
}

export interface TextType {
  readonly kind: 'text'
  readonly pattern: RegExp
  /** Characters. */
  readonly longest?: number
  /** The one attribute that it must have; where not given it may have none. */
  readonly attribute?: { readonly name: string; readonly pattern: RegExp }
}

export interface ElementRule {
  readonly name: string
  readonly type: string
  readonly least: number
  readonly most: number
}

/**
 * "Nm? Max140Text" may be missing, "Ustrd* Max140Text" may come often, "AdrLine{0,7} .." up to
 * seven times.
 */
function elements(text: string): readonly ElementRule[] {
  return text
    .trim()
    .split('\n')
    .map((line) => {
      const [, name = '', often = '', type = ''] =
        /^(\w+)(\?|\*|\+|\{\d+,\d+\})? (\w+)$/.exec(line.trim()) ?? []
      const [least, most] = cardinality(often)
      return { name, type, least, most }
    })
}

function cardinality(often: string): readonly [least: number, most: number] {
  switch (often) {
    case '':
      return [1, 1]
    case '?':
      return [0, 1]
    case '*':
      return [0, Number.POSITIVE_INFINITY]
    case '+':
      return [1, Number.POSITIVE_INFINITY]
    default: {
      const [least = 0, most = 0] = often.slice(1, -1).split(',').map(Number)
      return [least, most]
    }
  }
}

const sequence = (text: string): SequenceType => ({ kind: 'sequence', elements: elements(text) })
const choice = (text: string): SequenceType => ({ kind: 'choice', elements: elements(text) })
const text = (longest: number): TextType => ({ kind: 'text', pattern: /^[^]+$/u, longest })
const pattern = (expression: RegExp): TextType => ({ kind: 'text', pattern: expression })
const amount: TextType = {
  kind: 'text',
  // Eighteen digits, five of them after the point.
  pattern: /^(?!.*\d{19})(?=(?:\D*\d){1,18}\D*$)\+?\d+(?:\.\d{1,5})?$/,
  attribute: { name: 'Ccy', pattern: /^[A-Z]{3}$/ },
}
const bicPattern = /^[A-Z0-9]{4}[A-Z]{2}[A-Z0-9]{2}(?:[A-Z0-9]{3})?$/

export const pacs008Root = 'Document'

export const pacs008Types: Readonly<Record<string, SequenceType | TextType>> = {
  Document: sequence('FIToFICstmrCdtTrf FIToFICustomerCreditTransferV08'),
  FIToFICustomerCreditTransferV08: sequence(`
    GrpHdr GroupHeader93
    CdtTrfTxInf+ CreditTransferTransaction39
    SplmtryData* SupplementaryData1`),
  GroupHeader93: sequence(`
    MsgId Max35Text
    CreDtTm ISODateTime
    BtchBookg? BatchBookingIndicator
    NbOfTxs Max15NumericText
    CtrlSum? DecimalNumber
    TtlIntrBkSttlmAmt? ActiveCurrencyAndAmount
    IntrBkSttlmDt? ISODate
    SttlmInf SettlementInstruction7
    PmtTpInf? PaymentTypeInformation28
    InstgAgt? BranchAndFinancialInstitutionIdentification6
    InstdAgt? BranchAndFinancialInstitutionIdentification6`),
  CreditTransferTransaction39: sequence(`
    PmtId PaymentIdentification7
    PmtTpInf? PaymentTypeInformation28
    IntrBkSttlmAmt ActiveCurrencyAndAmount
    IntrBkSttlmDt? ISODate
    SttlmPrty? Priority3Code
    SttlmTmIndctn? SettlementDateTimeIndication1
    SttlmTmReq? SettlementTimeRequest2
    AccptncDtTm? ISODateTime
    PoolgAdjstmntDt? ISODate
    InstdAmt? ActiveOrHistoricCurrencyAndAmount
    XchgRate? BaseOneRate
    ChrgBr ChargeBearerType1Code
    ChrgsInf* Charges7
    PrvsInstgAgt1? BranchAndFinancialInstitutionIdentification6
    PrvsInstgAgt1Acct? CashAccount38
    PrvsInstgAgt2? BranchAndFinancialInstitutionIdentification6
    PrvsInstgAgt2Acct? CashAccount38
    PrvsInstgAgt3? BranchAndFinancialInstitutionIdentification6
    PrvsInstgAgt3Acct? CashAccount38
    InstgAgt? BranchAndFinancialInstitutionIdentification6
    InstdAgt? BranchAndFinancialInstitutionIdentification6
    IntrmyAgt1? BranchAndFinancialInstitutionIdentification6
    IntrmyAgt1Acct? CashAccount38
    IntrmyAgt2? BranchAndFinancialInstitutionIdentification6
    IntrmyAgt2Acct? CashAccount38
    IntrmyAgt3? BranchAndFinancialInstitutionIdentification6
    IntrmyAgt3Acct? CashAccount38
    UltmtDbtr? PartyIdentification135
    InitgPty? PartyIdentification135
    Dbtr PartyIdentification135
    DbtrAcct? CashAccount38
    DbtrAgt BranchAndFinancialInstitutionIdentification6
    DbtrAgtAcct? CashAccount38
    CdtrAgt BranchAndFinancialInstitutionIdentification6
    CdtrAgtAcct? CashAccount38
    Cdtr PartyIdentification135
    CdtrAcct? CashAccount38
    UltmtCdtr? PartyIdentification135
    InstrForCdtrAgt* InstructionForCreditorAgent1
    InstrForNxtAgt* InstructionForNextAgent1
    Purp? Purpose2Choice
    RgltryRptg{0,10} RegulatoryReporting3
    Tax? TaxInformation8
    RltdRmtInf{0,10} RemittanceLocation7
    RmtInf? RemittanceInformation16
    SplmtryData* SupplementaryData1`),
  PaymentIdentification7: sequence(`
    InstrId? Max35Text
    EndToEndId Max35Text
    TxId? Max35Text
    UETR? UUIDv4Identifier
    ClrSysRef? Max35Text`),
  SettlementInstruction7: sequence(`
    SttlmMtd SettlementMethod1Code
    SttlmAcct? CashAccount38
    ClrSys? ClearingSystemIdentification3Choice
    InstgRmbrsmntAgt? BranchAndFinancialInstitutionIdentification6
    InstgRmbrsmntAgtAcct? CashAccount38
    InstdRmbrsmntAgt? BranchAndFinancialInstitutionIdentification6
    InstdRmbrsmntAgtAcct? CashAccount38
    ThrdRmbrsmntAgt? BranchAndFinancialInstitutionIdentification6
    ThrdRmbrsmntAgtAcct? CashAccount38`),
  ClearingSystemIdentification3Choice: choice(`
    Cd ExternalCashClearingSystem1Code
    Prtry Max35Text`),
  BranchAndFinancialInstitutionIdentification6: sequence(`
    FinInstnId FinancialInstitutionIdentification18
    BrnchId? BranchData3`),
  FinancialInstitutionIdentification18: sequence(`
    BICFI? BICFIDec2014Identifier
    ClrSysMmbId? ClearingSystemMemberIdentification2
    LEI? LEIIdentifier
    Nm? Max140Text
    PstlAdr? PostalAddress24
    Othr? GenericFinancialIdentification1`),
  PartyIdentification135: sequence(`
    Nm? Max140Text
    PstlAdr? PostalAddress24
    Id? Party38Choice
    CtryOfRes? CountryCode
    CtctDtls? Contact4`),
  PostalAddress24: sequence(`
    AdrTp? AddressType3Choice
    Dept? Max70Text
    SubDept? Max70Text
    StrtNm? Max70Text
    BldgNb? Max16Text
    BldgNm? Max35Text
    Flr? Max70Text
    PstBx? Max16Text
    Room? Max70Text
    PstCd? Max16Text
    TwnNm? Max35Text
    TwnLctnNm? Max35Text
    DstrctNm? Max35Text
    CtrySubDvsn? Max35Text
    Ctry? CountryCode
    AdrLine{0,7} Max70Text`),
  CashAccount38: sequence(`
    Id AccountIdentification4Choice
    Tp? CashAccountType2Choice
    Ccy? ActiveOrHistoricCurrencyCode
    Nm? Max70Text
    Prxy? ProxyAccountIdentification1`),
  AccountIdentification4Choice: choice(`
    IBAN IBAN2007Identifier
    Othr GenericAccountIdentification1`),
  GenericAccountIdentification1: sequence(`
    Id Max34Text
    SchmeNm? AccountSchemeName1Choice
    Issr? Max35Text`),
  RemittanceInformation16: sequence(`
    Ustrd* Max140Text
    Strd* StructuredRemittanceInformation16`),
  ActiveCurrencyAndAmount: amount,
  ActiveOrHistoricCurrencyAndAmount: amount,
  ActiveOrHistoricCurrencyCode: pattern(/^[A-Z]{3}$/),
  // Eleven digits, ten of them after the point; zeros in front are no digits.
  BaseOneRate: pattern(/^(?=0*(?:\.?\d){0,11}$)\d+(?:\.\d{1,10})?$/),
  BICFIDec2014Identifier: pattern(bicPattern),
  ChargeBearerType1Code: pattern(/^(?:DEBT|CRED|SHAR|SLEV)$/),
  CountryCode: pattern(/^[A-Z]{2}$/),
  ISODate: pattern(/^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])$/),
  ISODateTime: pattern(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)?$/),
  Max15NumericText: pattern(/^\d{1,15}$/),
  SettlementMethod1Code: pattern(/^(?:INDA|INGA|COVE|CLRG)$/),
  UUIDv4Identifier: pattern(
    /^[a-f0-9]{8}-[a-f0-9]{4}-4[a-f0-9]{3}-[89ab][a-f0-9]{3}-[a-f0-9]{12}$/,
  ),
  ExternalCashClearingSystem1Code: text(3),
  Max16Text: text(16),
  Max34Text: text(34),
  Max35Text: text(35),
  Max70Text: text(70),
  Max140Text: text(140),
}
